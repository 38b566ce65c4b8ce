/** Characters that XML 1.0 forbids even as references (2.2, Char); lone surrogates aside. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: most of what is forbidden are control characters
export const forbiddenInXml = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;
