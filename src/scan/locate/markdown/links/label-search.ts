/**
 * Tells texts that can't name any of some labels without reading them: matching folds case and white space alone
 * (CommonMark 6.3), so that a word of a label stands in whatever names it.
 */
export function createLabelSearch(labels: readonly string[]): (text: string) => boolean {
  const words = labels.map(longestWord);
  if (words.includes('')) return () => true;
  const pattern = new RegExp(words.join('|'), 'i');
  // Beyond ASCII one character can fold into several, or into one of ASCII.
  return (text) => pattern.test(text) || beyondAscii.test(text);
}

const beyondAscii = /[^\0-\x7f]/;

function longestWord(label: string): string {
  const words = label.match(/[a-z0-9]+/gi) ?? [];
  return words.reduce((longest, word) => (word.length > longest.length ? word : longest), '');
}
