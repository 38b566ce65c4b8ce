import type { Language } from '../messages/catalogue.js';
import { label } from '../messages/label.js';
import type { LabelId } from '../messages/label-ids.js';
import { printable } from '../messages/printable.js';
import type { InFlight, ProgressState } from './progress-state.js';
import type { TextStyle } from './text-style.js';
import { cutText, textWidth } from './text-width.js';

interface LineOptions {
  readonly width: number;
  readonly lang: Language;
  readonly style: TextStyle;
}

/** `███░░ 42/100 · 12.3/s · 3.4 MB saved · 1 failed`, without the bar where there is no room for it, or no end known. */
export function barLine(state: ProgressState, options: LineOptions & { readonly now: number }): string {
  const { width, lang, style, now } = options;
  const text = figures(state, lang, now).join(' · ');
  const room = Math.min(30, width - textWidth(text) - 1);
  if (room < 5 || state.total === undefined) return cutText(text, width);
  return `${bar(state, room, style)} ${text}`;
}

/** What is in flight, as much as fits; empty where nothing is. */
export function flightLine({ inFlight }: ProgressState, { width, lang, style }: LineOptions): string {
  if (inFlight.size === 0) return '';
  const shown: string[] = [];
  let used = 0;
  for (const [url, what] of inFlight) {
    const text = flightText(url, what, lang);
    const rest = inFlight.size - shown.length - 1;
    const more = rest > 0 ? textWidth(moreText(rest, lang)) + 2 : 0;
    if (shown.length > 0 && used + 2 + textWidth(text) + more > width) break;
    shown.push(text);
    used += textWidth(text) + 2;
  }
  const hidden = inFlight.size - shown.length;
  const whole = [...shown, ...(hidden > 0 ? [moreText(hidden, lang)] : [])].join(', ');
  return style('dim', cutText(whole, width));
}

/** The same for a log: `42/100 · 12.3/s · 3.4 MB saved`. */
export function plainLine(state: ProgressState, { lang, now }: { lang: Language; now: number }): string {
  return figures(state, lang, now).join(' · ');
}

function figures(state: ProgressState, lang: Language, now: number): readonly string[] {
  const { done, total, failed, bytesBefore, bytesAfter, posts } = state;
  const left = timeLeft(state, now);
  const seconds = (now - state.startedAt) / 1000;
  const rate = seconds > 0 && done > 0 ? (done / seconds).toFixed(1) : undefined;
  return [
    total === undefined ? label('progress-done', lang, { done }) : label('progress-count', lang, { done, total }),
    ...(rate === undefined ? [] : [label('progress-rate', lang, { rate })]),
    ...(left === undefined ? [] : [label('progress-left', lang, { left })]),
    ...(bytesBefore > bytesAfter ? [label('progress-saved', lang, { saved: bytesBefore - bytesAfter })] : []),
    ...(posts > 0 ? [label('progress-posts', lang, { n: posts })] : []),
    ...(failed > 0 ? [label('progress-failed', lang, { n: failed })] : []),
  ];
}

/** In ms, to the second; undefined while too little is known, and at the end. */
function timeLeft({ done, total = 0, startedAt }: ProgressState, now: number): number | undefined {
  if (done < 3 || done >= total || now - startedAt < 2000) return undefined;
  return Math.ceil((((now - startedAt) / done) * (total - done)) / 1000) * 1000;
}

function bar({ done, total = 0 }: ProgressState, width: number, style: TextStyle): string {
  const filled = total === 0 ? 0 : Math.min(width, Math.floor((done / total) * width));
  return style('green', '█'.repeat(filled)) + style('dim', '░'.repeat(width - filled));
}

const stageLabels: Readonly<Record<string, LabelId>> = {
  fetch: 'stage-fetch',
  prepare: 'stage-prepare',
  store: 'stage-store',
  'public-read': 'stage-public-read',
};

function flightText(url: string, { stage, retryIn }: InFlight, lang: Language): string {
  const id = stageLabels[stage];
  const doing = id === undefined ? stage : label(id, lang);
  const name = cutText(printable(nameOf(url)), 28);
  return retryIn === undefined
    ? `${doing} ${name}`
    : `${name} ${label('progress-retry', lang, { delay: Math.round(retryIn) })}`;
}

const moreText = (n: number, lang: Language): string => label('progress-more', lang, { n });

/** The last part of a path, decoded as far as it can be. */
function nameOf(url: string): string {
  const last =
    url
      .replace(/[?#].*$/s, '')
      .replace(/\/+$/, '')
      .split('/')
      .at(-1) ?? url;
  try {
    return decodeURIComponent(last);
  } catch {
    return last;
  }
}
