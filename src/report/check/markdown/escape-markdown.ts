/**
 * A text as CommonMark and GitHub show it: no emphasis, link, HTML, table, mention, emoji or formula comes of it
 * (CommonMark 2.4; GFM 6.9 for addresses that become links by themselves). For the middle of a line.
 */
export const escapeMarkdown = (text: string): string =>
  text.replace(/[\\`*_[\]<>|~&$@]|:(?=\S)|#(?=\d)|(?<=\bwww)\./gi, '\\$&');

/** One of our sentences: what stands in backticks stays code. */
export const escapeSentence = (text: string): string =>
  text
    .split('`')
    .map((part, index) => (index % 2 === 1 ? codeSpan(part) : escapeMarkdown(part)))
    .join('');

/** A text in a code span, whatever backticks it has (CommonMark 6.1). */
export function codeSpan(text: string): string {
  if (text.trim() === '') return '` `';
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  const padding = /^`|`$|^ .* $/.test(text) ? ' ' : '';
  return `${fence}${padding}${text}${padding}${fence}`;
}
