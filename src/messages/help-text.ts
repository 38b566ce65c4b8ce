import { configuration } from './zh/configuration.js';
import { help } from './zh/help.js';

/** Says an English text of the help in another language. */
export type Translate = (english: string) => string;

/** Chinese; a text that has none stays as it is, and a test names it. */
export const inChinese: Translate = (english) => textIn(help, english);

/** The same of what a configuration's key is for. */
export const keyInChinese: Translate = (english) => textIn(configuration, english);

const textIn = (texts: Readonly<Record<string, string>>, english: string): string =>
  (Object.hasOwn(texts, english) ? texts[english] : undefined) ?? english;
