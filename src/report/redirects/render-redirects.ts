import type { Redirect, RunRedirects } from '../../core/redirect.js';
import { jsonText } from '../../lib/json-text.js';
import { label } from '../../messages/label.js';
import type { LabelId } from '../../messages/label-ids.js';
import type { View } from '../view.js';
import { cloudflareFile } from './cloudflare.js';
import { htaccessFile } from './htaccess.js';
import { htmlFile } from './html.js';
import { netlifyFile } from './netlify.js';
import { nginxFile } from './nginx.js';
import { type OldPlace, oldPlaces } from './old-place.js';
import type { RedirectFile } from './redirect-file.js';

interface FileParts {
  readonly places: readonly OldPlace[];
  /** What it is and where it goes, in lines. */
  readonly comment: readonly string[];
  /** Address of the site, for servers that want a host. */
  readonly site: string | undefined;
  readonly lang: View['lang'];
}

/** Every server that can be told; a further one is a file and a line here. */
const servers = {
  nginx: ({ places, comment }) => nginxFile(places, comment),
  htaccess: ({ places, comment }) => htaccessFile(places, comment),
  netlify: ({ places, comment }) => netlifyFile(places, comment),
  cloudflare: ({ places, site }) => cloudflareFile(places, site),
  html: ({ places, comment, lang }) => htmlFile(places, comment, lang),
} as const satisfies Record<string, (parts: FileParts) => RedirectFile>;

export type RedirectServer = keyof typeof servers;

export const redirectServers = [
  'nginx',
  'htaccess',
  'netlify',
  'cloudflare',
  'html',
] as const satisfies RedirectServer[];

/** Redirects as a server wants them: 301 from each old address to the new one. */
export function renderRedirects(
  redirects: readonly Redirect[],
  { as, site, lang }: { readonly as: RedirectServer; readonly site: string | undefined; readonly lang: View['lang'] },
): RedirectFile {
  const hint: LabelId = `redirects-${as}`;
  const comment = [label('redirects-head', lang), ...label(hint, lang).split('|')];
  return servers[as]({ places: oldPlaces(redirects), comment, site, lang });
}

/** Redirects for scripts; `config/schemas/redirects.schema.json` describes them. */
export function redirectsJson({ run, redirects, leftOut }: RunRedirects): string {
  return `${jsonText({ version: 1, run, redirects, leftOut }, 2)}\n`;
}
