/** Whether an image's address and the page that shows it belong together. */
export interface OriginRelation {
  /** Not the same scheme, host and port. */
  readonly isForeign: boolean;
  /** Surely not the same registrable domain, or the page is http and the image https. */
  readonly isCrossSite: boolean;
}

/**
 * Where an image stands in relation to the site's pages. Without a site they are taken for foreign ones: that is what
 * most images of posts are.
 *
 * Which suffixes are registrable is not known here: hosts whose last two labels agree (`a.example.com.cn`, `b.com.cn`)
 * count as one site, so that nothing is called blocked that may not be.
 */
export function relateOrigins(address: string, site: string | undefined): OriginRelation {
  if (site === undefined || !URL.canParse(site) || !URL.canParse(address))
    return { isForeign: true, isCrossSite: true };
  const [image, page] = [new URL(address), new URL(site)];
  const isForeign = image.origin !== page.origin;
  const isUpgraded = image.protocol === 'https:' && page.protocol !== 'https:'; // Fetch, cross-origin resource policy
  return { isForeign, isCrossSite: isForeign && (isUpgraded || domainOf(image.hostname) !== domainOf(page.hostname)) };
}

/**
 * Whether Cross-Origin-Resource-Policy keeps an image from the page (Fetch, cross-origin resource policy check). Its
 * values are told apart by case, and more than one is none.
 */
export function isBlockedByPolicy(policy: string | undefined, { isForeign, isCrossSite }: OriginRelation): boolean {
  return (policy === 'same-origin' && isForeign) || (policy === 'same-site' && isCrossSite);
}

function domainOf(host: string): string {
  const isAddress = /^[\d.]+$|^\[/.test(host);
  return isAddress ? host : host.split('.').slice(-2).join('.');
}
