/**
 * Whether browsers, servers and robots ask for an object by its name alone, without anything that refers to it: pages,
 * `favicon.ico`, `robots.txt`, proofs of ownership.
 */
export function isAskedByName(key: string): boolean {
  const name = key.slice(key.lastIndexOf('/') + 1);
  return /(?:^|\/)\.well-known\//.test(key) || names.test(name);
}

const names =
  /^(?:.+\.html?|robots\.txt|(?:ads|app-ads|security|humans)\.txt|sitemap.*\.xml(?:\.gz)?|favicon\.(?:ico|png|svg)|apple-touch-icon.*\.png|browserconfig\.xml|(?:site|manifest)\.webmanifest|(?:MP_verify|baidu_verify|google|bingsiteauth|tencent)\w*\.\w+|(?:atom|rss|feed|search)\.xml|CNAME|_redirects|_headers)$/i;
