import type { Language } from './catalogue.js';

interface Punctuation {
  readonly comma: string;
  readonly colon: string;
  readonly openParenthesis: string;
  readonly closeParenthesis: string;
}

/** Marks between parts of a line; Chinese has its own, of full width. */
export const punctuation: Readonly<Record<Language, Punctuation>> = {
  en: { comma: ', ', colon: ': ', openParenthesis: ' (', closeParenthesis: ')' },
  zh: { comma: '，', colon: '：', openParenthesis: '（', closeParenthesis: '）' },
};
