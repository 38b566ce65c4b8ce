import type { RunEvent } from '../core/events.js';
import type { Language } from '../messages/catalogue.js';
import { describeError } from '../messages/describe-error.js';
import { describeNote } from '../messages/describe-note.js';
import { label } from '../messages/label.js';
import type { LabelId } from '../messages/label-ids.js';
import { printable } from '../messages/printable.js';
import { barLine, flightLine, plainLine } from './progress-lines.js';
import { type ProgressState, startProgress, trackProgress } from './progress-state.js';
import { createTextStyle } from './text-style.js';
import { cutText } from './text-width.js';

export interface ProgressOptions {
  /** Where it goes: stderr, so that stdout holds the result alone. */
  readonly write: (text: string) => void;
  /** Whether lines can be drawn again. */
  readonly isTerminal: boolean;
  /** Columns now; a terminal's width may change. */
  readonly columns: () => number;
  readonly lang: Language;
  readonly color: boolean;
  /** Nothing at all is written. */
  readonly quiet: boolean;
  /** Epoch ms. */
  readonly now: () => number;
  /** Does something now and then, until it is told to stop. */
  readonly tick: (action: () => void) => () => void;
}

export interface Progress {
  onEvent(event: RunEvent): void;
  /** Writes above what is drawn; `--quiet` or not. */
  say(text: string): void;
  /** Takes the bar away; further events are ignored, until a run starts. */
  close(): void;
}

const redrawEvery = 100; // ms
const plainEvery = 10_000; // ms

/** Shows a run going on: a bar that is drawn again on a terminal, a line now and then where it is none. */
export function createProgress(options: ProgressOptions): Progress {
  if (options.quiet) return { onEvent: () => undefined, say: options.write, close: () => undefined };
  const display = options.isTerminal ? createBar(options) : createPlain(options);
  let state = startProgress(options.now());
  let isClosed = false;
  const close = (): void => {
    if (isClosed) return;
    isClosed = true;
    display.clear();
  };
  return {
    close,
    say(text) {
      display.clear();
      options.write(text);
    },
    onEvent(event) {
      if (event.type === 'run-started') isClosed = false;
      if (isClosed) return;
      state = trackProgress(state, event);
      display.show(event, state);
      if (event.type === 'run-finished') close();
    },
  };
}

interface Display {
  show(event: RunEvent, state: ProgressState): void;
  clear(): void;
}

/** ECMA-48: up a line (CUU), erase the line (EL). */
const up = '\u001b[1A';
const erase = '\r\u001b[2K';

function createBar({ write, columns, lang, color, now, tick }: ProgressOptions): Display {
  const style = createTextStyle({ color });
  let drawn = 0;
  let drawnAt = Number.NEGATIVE_INFINITY;
  let latest: ProgressState | undefined;
  let stopTicking: (() => void) | undefined;
  const erased = (): string => (drawn === 0 ? '' : erase + (up + erase).repeat(drawn - 1));

  const draw = (state: ProgressState, above = ''): void => {
    const width = columns() - 1; // a full last column wraps on some terminals
    const lines = [barLine(state, { width, lang, style, now: now() }), flightLine(state, { width, lang, style })];
    const shown = lines.filter((line) => line !== '');
    write(erased() + above + shown.join('\n'));
    drawn = shown.length;
    drawnAt = now();
  };

  return {
    show(event, state) {
      if (event.type === 'budget') write(`${erased()}${label('cdn-budget', lang, event)}\n`);
      if (!isUnderWay(state)) {
        if (event.type !== 'run-started') return;
        write(style('dim', cutText(label(beginning(event.command), lang), columns() - 1)));
        drawn = 1;
        return;
      }
      latest = state;
      stopTicking ??= tick(() => {
        if (latest) draw(latest);
      });
      const trouble = troubleLine(event, lang);
      if (trouble !== undefined) draw(state, `${style('red', trouble)}\n`);
      else if (now() - drawnAt >= redrawEvery) draw(state);
    },
    clear() {
      stopTicking?.();
      stopTicking = undefined;
      if (drawn > 0) write(erased());
      drawn = 0;
    },
  };
}

function createPlain({ write, lang, now }: ProgressOptions): Display {
  let saidAt = now();
  const say = (line: string): void => {
    write(`${line}\n`);
    saidAt = now();
  };
  return {
    show(event, state) {
      const trouble = troubleLine(event, lang);
      if (trouble !== undefined) say(trouble);
      else if (event.type === 'budget') say(label('cdn-budget', lang, event));
      else if (event.type === 'scanned' && event.documents > 0) {
        say(label('progress-scanned', lang, { images: event.images, documents: event.documents }));
      } else if (event.type === 'run-finished') {
        if (state.done > 0) say(plainLine(state, { lang, now: now() }));
      } else if (isUnderWay(state) && now() - saidAt >= plainEvery) say(plainLine(state, { lang, now: now() }));
    },
    clear: () => undefined,
  };
}

const isUnderWay = ({ total, done }: ProgressState): boolean => total !== undefined || done > 0;

const ofStores: ReadonlySet<string> = new Set(['transfer', 'optimize', 'orphans', 'headers', 'prune']);

const beginning = (command: string): LabelId => (ofStores.has(command) ? 'progress-listing' : 'progress-scanning');

/** A failure, or that a queue makes the run wait, is told when it happens; it is in the summary again. */
function troubleLine(event: RunEvent, lang: Language): string | undefined {
  if (event.type === 'note' && event.note.id.startsWith('queue-')) return describeNote(event.note, lang);
  if (event.type !== 'asset-settled' || event.outcome.state !== 'failed') return undefined;
  const { url, error } = event.outcome;
  const title = error ? describeError(error, lang).title : label('word-error', lang);
  return `✗ ${printable(url)}: ${title}`;
}
