/** A text in a cell of a Markdown table: what could be markup is shown as it is. */
export const markdownCell = (text: string): string =>
  text.replace(/[|<]/g, (character) => `\\${character}`).replace(/(?<!`)\*(?!`)/g, '\\*');
