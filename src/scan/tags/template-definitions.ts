import type { LocatedReference } from '../located.js';
import type { Generator } from '../resolve/site.js';

/** Stands for a space of an expression; no grammar gives it a meaning. */
const joint = '\ufffc';

/** A link reference definition (CommonMark 4.7), in quotes or not, whose destination holds template expressions. */
const definition =
  /^((?: {0,3}>)* {0,3}\[(?:[^\]\n[\\]|\\.)+\]:[ \t]*)((?:\{\{[^}\n]*\}\}|\{%[^%\n]*%\}|[^\s{])+)(?=[ \t]|\r?$)/gm;

/**
 * Joins the expressions of definitions such as `[a]: {{ site.baseurl }}/a.png`, so that offsets stay. To CommonMark the
 * space ends the destination and there is no definition; but the expression is gone before Markdown sees the text.
 */
export function joinTemplates(text: string, from: number, generator: Generator | undefined): string {
  const isDialect = generator === undefined || generator === 'jekyll' || generator === 'hexo';
  if (!isDialect || !(text.includes('{{') || text.includes('{%')) || !/\]:[ \t]*\{[{%]/.test(text)) return text;
  const body = text.slice(from).replace(definition, (_, label: string, destination: string) => {
    return label + destination.replace(/[ \t]/g, joint);
  });
  return text.slice(0, from) + body;
}

/** A reference that was found in joined text, as it stands in the document. */
export function parted(reference: LocatedReference, joined: string, text: string): LocatedReference {
  const { address, span } = reference;
  if (joined.slice(span.start, span.end) === text.slice(span.start, span.end)) return reference;
  return { ...reference, address: address.replaceAll(joint, ' '), escaping: ['markdown-lenient'] };
}
