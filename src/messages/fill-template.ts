import { printable } from './printable.js';

/** Facts as errors, notes and findings carry them. */
export type MessageFacts = Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>;

/** Turns a fact into text: `{size|bytes}` uses the filter `bytes`. */
export type Filters = Readonly<Record<string, (value: string) => string>>;

// {{literal}}, {fact}, {fact|filter}, {count:one:many}
const placeholder = /\{\{(.*?)\}\}|\{(\w+)(?:\|(\w+)|:([^:{}]+):([^:{}]+))?\}/g;

/**
 * Fills a sentence with facts. `{name}` is a fact, `{name|filter}` one that a filter words, `{n:image:images}` a count
 * with its noun, `{{name}}` the text `{name}` itself, `[[ … ]]` a part that is left out when a fact in it is missing. A
 * fact that is missing elsewhere becomes `…`, so that a sentence can always be shown.
 */
export function fillTemplate(template: string, facts: MessageFacts, filters: Filters): string {
  return template
    .replace(/\[\[(.*?)\]\]/gs, (_, part: string) =>
      factNames(part).every((name) => isThere(facts[name])) ? part : '',
    )
    .replace(placeholder, (_, literal?: string, name = '', filter?: string, one?: string, many?: string) => {
      if (literal !== undefined) return `{${literal}}`;
      const value = facts[name];
      if (one !== undefined) return `${worded(value)} ${Number(value) === 1 ? one : many}`;
      return worded(value, filter === undefined ? undefined : filters[filter]);
    })
    .trim();
}

/** Names of the facts that a sentence asks for. */
export function factNames(template: string): readonly string[] {
  return [...template.matchAll(placeholder)].flatMap(([, literal, name = '']) => (literal === undefined ? [name] : []));
}

function isThere(value: MessageFacts[string]): boolean {
  return value !== undefined && value !== '' && !(Array.isArray(value) && value.length === 0);
}

function worded(value: MessageFacts[string], filter?: (value: string) => string): string {
  if (value === undefined || !isThere(value)) return '…';
  const texts = typeof value === 'object' ? value : [String(value)];
  return texts.map((text) => printable(filter ? filter(text) : text)).join(', ');
}
