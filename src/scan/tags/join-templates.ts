import type { LocatedReference } from '../located.js';
import type { Generator } from '../resolve/site.js';

/** What stands for a character of an expression that would end it too early; no grammar gives them a meaning. */
const joints = { ' ': '\ufffc', '"': '\ufffb', "'": '\ufffa' } as const;

/** A link reference definition (CommonMark 4.7), in quotes or not, whose destination holds template expressions. */
const definition =
  /^((?: {0,3}>)* {0,3}\[(?:[^\]\n[\\]|\\.)+\]:[ \t]*)((?:\{\{[^}\n]*\}\}|\{%[^%\n]*%\}|[^\s{])+)(?=[ \t]|\r?$)/gm;

/** An attribute in quotes whose value holds template expressions. */
const attribute = /(=[ \t]*(["']))((?:\{\{[^}\n]{0,500}\}\}|(?!\2|\{\{)[^\n<>])*)(?=\2)/g;

/**
 * Joins the expressions of definitions such as `[a]: {{ site.baseurl }}/a.png`, and those of attributes such as
 * `src="{{ "/a.png" | relative_url }}"`, so that offsets stay. To CommonMark the space ends the destination, and to HTML
 * the quote the value; but the expression is gone before either sees the text.
 */
export function joinTemplates(text: string, from: number, generator: Generator | undefined): string {
  if (!text.includes('{{') && !text.includes('{%')) return text;
  const isExpanded = generator === undefined || generator === 'jekyll' || generator === 'hexo';
  let body = text.slice(from);
  if (isExpanded && /\]:[ \t]*\{[{%]/.test(body)) {
    body = body.replace(definition, (_, label: string, destination: string) => {
      return label + destination.replace(/[ \t]/g, joints[' ']);
    });
  }
  // Hugo expands its layouts, and no content
  if ((isExpanded || generator === 'hugo') && /=[ \t]*["'][^"'\n]*\{\{/.test(body)) {
    body = body.replace(attribute, (_, opener: string, quote: '"' | "'", value: string) => {
      return opener + value.replace(/\{\{[^}\n]*\}\}/g, (expression) => expression.replaceAll(quote, joints[quote]));
    });
  }
  return text.slice(0, from) + body;
}

/** A reference that was found in joined text, as it stands in the document. */
export function parted(reference: LocatedReference, joined: string, text: string): LocatedReference {
  const { span } = reference;
  const found = joined.slice(span.start, span.end);
  if (found === text.slice(span.start, span.end)) return reference;
  let { address } = reference;
  for (const [character, joint] of Object.entries(joints)) address = address.replaceAll(joint, character);
  return { ...reference, address, ...(found.includes(joints[' ']) ? { escaping: ['markdown-lenient'] } : {}) };
}
