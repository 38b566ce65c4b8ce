/**
 * A link label as labels are matched (CommonMark 4.7): Unicode case fold, outer whitespace stripped, inner collapsed.
 * Empty where the label is none (it needs a character that is not whitespace).
 */
export function normalizeLabel(raw: string): string {
  const collapsed = /[ \t\r\n]/.test(raw) ? raw.replace(/[ \t\r\n]+/g, ' ').replace(/^ | $/g, '') : raw;
  // Lower, then upper case folds ß, ẞ and ss, as well as final sigma, into one.
  return collapsed.toLowerCase().toUpperCase();
}
