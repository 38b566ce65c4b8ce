import type { ErrorFacts, ErrorReport } from '../core/errors.js';
import type { ErrorText, Language } from './catalogue.js';
import { catalogueOf } from './catalogue-of.js';
import { printable } from './printable.js';
import { punctuation } from './punctuation.js';
import { sentence } from './sentence.js';

/** An error in a person's words: one line each, without a full stop where it is no sentence. */
export interface ErrorDescription {
  readonly title: string;
  readonly expected?: string;
  readonly found?: string;
  /** `posts/a.md:12:3`, an address, or a key. */
  readonly where?: string;
  /** What to do. */
  readonly advice: string;
}

/** Says an error in words: what was expected, what was found, where, and what to do. Missing facts are left out. */
export function describeError({ code, facts }: ErrorReport, lang: Language): ErrorDescription {
  const text = textFor(catalogueOf(lang).errors[code], facts);
  const say = (template: string): string => sentence(template, facts, lang);
  const expected = say(text.expected ?? defaultExpected(facts));
  const found = say(text.found ?? '[[{found|term}]]').replace(/^[（(]([^（()）]*)[）)]$/, '$1'); // with nothing before it
  const where = whereOf(facts);
  return {
    title: say(text.title),
    ...(expected === '' ? {} : { expected }),
    ...(found === '' ? {} : { found }),
    ...(where === undefined ? {} : { where }),
    advice: say(text.advice),
  };
}

/** The same in one line, for JSON and logs. */
export function errorMessage(report: ErrorReport, lang: Language): string {
  const { labels } = catalogueOf(lang);
  const { colon, comma, openParenthesis, closeParenthesis } = punctuation[lang];
  const { title, expected, found, where, advice } = describeError(report, lang);
  const details = [
    [labels['word-expected'], expected],
    [labels['word-found'], found],
    [labels['word-where'], where],
  ] as const;
  const told = details.flatMap(([name, text]) => (text === undefined ? [] : [`${name}${colon}${text}`]));
  const brackets = told.length === 0 ? '' : `${openParenthesis}${told.join(comma)}${closeParenthesis}`;
  return `${title}${brackets} · ${advice}`;
}

/** A list names what can be typed, as it is typed; one word alone is an id. */
function defaultExpected({ expected }: ErrorFacts): string {
  return typeof expected === 'object' ? '[[{expected}]]' : '[[{expected|term}]]';
}

function textFor(text: ErrorText, facts: ErrorFacts): ErrorText {
  const fitting = Object.entries(text.cases ?? {}).find(([condition]) => holds(condition, facts));
  return fitting ? { ...text, ...fitting[1] } : text;
}

/** `found=missing`: the fact, or the first of its values, is this one; `variable`: there is such a fact. */
function holds(condition: string, facts: ErrorFacts): boolean {
  const [name = '', value] = condition.split('=');
  const fact = facts[name];
  if (value === undefined) return fact !== undefined;
  return String(typeof fact === 'object' ? fact[0] : fact) === value;
}

function whereOf(facts: ErrorFacts): string | undefined {
  const { path, file, line, column, url, key, store } = facts;
  const place = path ?? file;
  if (place !== undefined && place !== '') {
    return printable(
      [place, line, line === undefined ? undefined : column].filter((part) => part !== undefined).join(':'),
    );
  }
  if (url !== undefined) return printable(String(url));
  if (key === undefined) return undefined;
  return printable(store === undefined ? String(key) : `${store} ${key}`);
}
