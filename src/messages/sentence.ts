import { formatBytes, formatDuration, formatInstant } from './amounts.js';
import type { Catalogue, Language, VerdictText, VerdictTexts } from './catalogue.js';
import { catalogueOf } from './catalogue-of.js';
import { type Filters, fillTemplate, type MessageFacts } from './fill-template.js';
import { punctuation } from './punctuation.js';

/** Fills one of a language's sentences with facts, ids in them worded in that language. */
export function sentence(template: string, facts: MessageFacts, lang: Language): string {
  return fillTemplate(template, facts, filtersOf(lang));
}

function filtersOf(lang: Language): Filters {
  const { terms, reasons, verdicts } = catalogueOf(lang);
  return {
    bytes: (value) => numberOr(value, formatBytes),
    duration: (value) => numberOr(value, (ms) => formatDuration(Math.abs(ms), lang)),
    time: (value) => instantOr(value),
    silent: () => '',
    term: (value) => wordFor(value, terms),
    typed: (value) => (value === 'nothing' || value === 'hidden' ? wordFor(value, terms) : value),
    reason: (value) => (Object.hasOwn(reasons, value) ? wordFor(value, reasons) : nameOf(value, verdicts)),
    verdict: (value) => nameOf(value, verdicts),
    advice: (value) => textOf(value, verdicts)?.advice ?? value,
    attempt: (value) => nameAttempt(value, lang),
    upper: (value) => value.toUpperCase(),
    shell: quoted,
  };
}

/** As a shell takes it for one word (POSIX, "Quoting"). */
function quoted(value: string): string {
  return /^[\w@%+=:,./-]+$/.test(value) ? value : `'${value.replaceAll("'", "'\\''")}'`;
}

/** What is no id, or no number, is shown as it is. */
function wordFor(value: string, words: Catalogue['terms'] | Catalogue['reasons']): string {
  return new Map<string, string>(Object.entries(words)).get(value) ?? value;
}

/** `PROOF FAULT`: what was tried, and what was wrong with it. */
function nameAttempt(value: string, lang: Language): string {
  const { terms, reasons, verdicts } = catalogueOf(lang);
  const { openParenthesis, closeParenthesis } = punctuation[lang];
  const [proof = '', fault = ''] = value.split(' ');
  const name = textOf(fault, verdicts)?.name ?? wordFor(fault, Object.hasOwn(reasons, fault) ? reasons : terms);
  return `${wordFor(proof, reasons)}${openParenthesis}${name}${closeParenthesis}`;
}

const nameOf = (value: string, verdicts: VerdictTexts): string => textOf(value, verdicts)?.name ?? value;

const textOf = (id: string, verdicts: VerdictTexts): VerdictText | undefined =>
  new Map(Object.entries(verdicts)).get(id);

/** Epoch ms or ISO 8601. */
function instantOr(value: string): string {
  const at = /^\d+$/.test(value) ? Number(value) : Date.parse(value);
  return Number.isNaN(at) ? value : formatInstant(at);
}

function numberOr(value: string, format: (amount: number) => string): string {
  const amount = Number(value);
  return value === '' || Number.isNaN(amount) ? value : format(amount);
}
