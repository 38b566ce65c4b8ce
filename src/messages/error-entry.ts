import { type ErrorCode, exitCodeOf, ImgferryError } from '../core/errors.js';
import type { ErrorText, Language } from './catalogue.js';
import { catalogueOf } from './catalogue-of.js';
import { describeError } from './describe-error.js';
import { sentence } from './sentence.js';

/** What there is to say of an error code, whatever the facts. */
export interface ErrorEntry {
  readonly title: string;
  readonly advice: string;
  readonly expected?: string;
  /** What is said where a fact tells more. */
  readonly cases: readonly ErrorCase[];
  /** The exit code of a run that it stops, or that it is tried again. */
  readonly consequence?: string;
}

export interface ErrorCase {
  /** `found=missing`: a fact and its value; or a fact that is there. */
  readonly condition: string;
  readonly text: string;
}

const words: Readonly<Record<Language, { readonly exit: string; readonly retried: string }>> = {
  en: { exit: 'Exit code', retried: 'Tried again by itself before it is reported.' },
  zh: { exit: '退出码', retried: '报告之前会自动重试。' },
};

/** An error code as the reference and `explain` have it. */
export function errorEntry(code: ErrorCode, lang: Language): ErrorEntry {
  const { title, expected, advice } = describeError({ code, facts: {} }, lang);
  const consequence = consequenceOf(code, lang);
  return {
    title,
    advice,
    ...(expected === undefined ? {} : { expected }),
    cases: casesOf(catalogueOf(lang).errors[code], lang),
    ...(consequence === undefined ? {} : { consequence }),
  };
}

function consequenceOf(code: ErrorCode, lang: Language): string | undefined {
  const { exit, retried } = words[lang];
  const error = new ImgferryError(code);
  if (error.scope === 'run') return `${exit} ${exitCodeOf(code)}.`;
  return error.isPassing ? retried : undefined;
}

function casesOf({ cases = {} }: ErrorText, lang: Language): readonly ErrorCase[] {
  return Object.entries(cases).map(([condition, text]) => {
    const sentences = [text.title, text.advice].filter((part) => part !== undefined);
    return { condition, text: sentences.map((part) => sentence(part, {}, lang)).join('. ') };
  });
}
