const longest = 240; // characters

/** A text from outside as far as anyone reads it: a long one is cut in the middle, so that its start and end stay. */
export function shortenText(text: string): string {
  if (text.length <= longest) return text;
  const half = longest / 2;
  return `${text.slice(0, half).toWellFormed()}…${text.slice(-half).toWellFormed()}`;
}
