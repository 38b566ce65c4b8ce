import type { Span } from '../../core/image-reference.js';

/** What a template expression at the start of an address comes to, without running anything. */
export type Expansion =
  /** `path` is what the expression takes over as it stands. */
  | { readonly kind: 'address'; readonly address: string; readonly path: Span }
  | { readonly kind: 'dynamic'; readonly expression: string };

/**
 * Expands the template expressions that only place an address in its site: Liquid's `site.baseurl` and `relative_url`,
 * Hexo's `asset_path`, Jekyll's `link`, VuePress' `$withBase`, Hugo's `relURL`, Eleventy's `url`, Pelican's `{static}`.
 * Everything else is dynamic: what it becomes is known when the site is built.
 *
 * @returns undefined where the address holds no expression
 */
export function expandExpression(address: string): Expansion | undefined {
  const opener = /\{\{|\{%|<%|\$\{|\$withBase\(|^[{|](?:static|attach|filename)[}|]/.exec(address);
  if (!opener) return undefined;
  for (const rule of rules) {
    const match = rule.pattern.exec(address);
    const [start, end] = match?.indices?.groups?.rest ?? [];
    if (start === undefined || end === undefined) continue;
    return { kind: 'address', address: rule.prefix + address.slice(start, end), path: { start, end } };
  }
  return { kind: 'dynamic', expression: address.slice(opener.index) };
}

interface ExpansionRule {
  readonly pattern: RegExp;
  /** Stands before what the group `rest` matched. */
  readonly prefix: string;
}

// No expression may be left in what a rule takes over.
const plain = String.raw`(?:(?!\{\{|\{%|<%|\$\{)[^"'\n])*`;

const pelican = String.raw`(?:\{(?:static|attach|filename)\}|\|(?:static|attach|filename)\|)`;

const rules: readonly ExpansionRule[] = [
  // {{ site.baseurl }}/a.png, {{site.url}}{{site.baseurl}}/a.png, also before {% link a.png %}, which has its own slash
  {
    pattern: new RegExp(
      String.raw`^(?:\{\{-?\s*(?:site\.(?:base_?url|url)|\.?\$?\.?Site\.BaseURL)(?:\s*\|\s*\w+)*\s*-?\}\})+\s*/*(?<rest>${plain})$`,
      'di',
    ),
    prefix: '/',
  },
  {
    pattern: /^(?:\{\{-?\s*site\.(?:base_?url|url)\s*-?\}\})*\{%-?\s*link\s+\/*(?<rest>[^%\s][^%\n]*?)\s*-?%\}$/di,
    prefix: '/',
  },
  // {{ '/a.png' | relative_url }}, {{ "a.png" | prepend: site.baseurl }}, {{ "a.png" | relURL }}
  {
    pattern:
      /^\{\{-?\s*(?<quote>["'])\/*(?<rest>[^"'\n]*)\k<quote>\s*\|\s*(?:relative_url|absolute_url|relURL|absURL|prepend:\s*site\.\w+)(?:\s*\|\s*[\w.: ]+)*\s*-?\}\}$/di,
    prefix: '/',
  },
  // Eleventy: {{ '/a.png' | url }}; other addresses are the page's own
  { pattern: /^\{\{-?\s*(?<quote>["'])\/+(?<rest>[^"'\n]*)\k<quote>\s*\|\s*url\s*-?\}\}$/d, prefix: '/' },
  // Pelican: {static}/a.png from the content's folder, {static}a.png and {attach}a.png from the page's; once |static|a.png
  { pattern: new RegExp(`^${pelican}/+(?<rest>${plain})$`, 'd'), prefix: '/' },
  { pattern: new RegExp(`^${pelican}(?<rest>[^/]${plain})$`, 'd'), prefix: '' },
  // Hexo: {% asset_path a.png %}
  { pattern: /^\{%-?\s*asset_path\s+(?<quote>["']?)(?<rest>[^"'%\n]+?)\k<quote>\s*-?%\}$/d, prefix: '' },
  // Hexo's theme helper, and VuePress: url_for('/a.png'), $withBase('/a.png')
  { pattern: /^\{\{-?\s*url_for\(\s*(["'])\/*(?<rest>[^"'\n]*)\1\s*\)\s*-?\}\}$/d, prefix: '/' },
  { pattern: /^\$withBase\(\s*(["'`])(?<rest>[^"'`\n]*)\1\s*\)$/d, prefix: '' },
];
