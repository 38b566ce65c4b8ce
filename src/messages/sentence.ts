import { formatBytes, formatDuration, formatInstant } from './amounts.js';
import type { Catalogue, Language, VerdictTexts } from './catalogue.js';
import { catalogueOf } from './catalogue-of.js';
import { type Filters, fillTemplate, type MessageFacts } from './fill-template.js';

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
    reason: (value) => (Object.hasOwn(reasons, value) ? wordFor(value, reasons) : nameOf(value, verdicts)),
    upper: (value) => value.toUpperCase(),
  };
}

/** What is no id, or no number, is shown as it is. */
function wordFor(value: string, words: Catalogue['terms'] | Catalogue['reasons']): string {
  return new Map<string, string>(Object.entries(words)).get(value) ?? value;
}

function nameOf(value: string, verdicts: VerdictTexts): string {
  return new Map(Object.entries(verdicts)).get(value)?.name ?? value;
}

/** Epoch ms or ISO 8601. */
function instantOr(value: string): string {
  const at = /^\d+$/.test(value) ? Number(value) : Date.parse(value);
  return Number.isNaN(at) ? value : formatInstant(at);
}

function numberOr(value: string, format: (amount: number) => string): string {
  const amount = Number(value);
  return value === '' || Number.isNaN(amount) ? value : format(amount);
}
