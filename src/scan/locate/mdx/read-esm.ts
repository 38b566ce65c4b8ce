import { hasImageExtension } from '../../../core/image-format.js';
import type { LocatedReference } from '../../located.js';
import { decodeJavaScript } from '../decode/decode-javascript.js';
import { JavaScriptReader } from './javascript-reader.js';

/** Whether an ESM block of MDX starts at a line's start: `import` or `export` and a space, without indentation. */
export function startsEsm(text: string, lineStart: number): boolean {
  return text.startsWith('import ', lineStart) || text.startsWith('export ', lineStart);
}

/** Reads the ESM blocks of one text. Where one is no JavaScript the text is no MDX: from then on blank lines end them. */
export class EsmBlocks {
  private isBroken = false;

  constructor(private readonly text: string) {}

  /** Where a block ends: at the first blank line that leaves its statements whole. */
  endOf(start: number): number {
    const end = this.isBroken ? -1 : this.endOfStatements(start);
    this.isBroken ||= end < 0;
    return end < 0 ? this.firstBlankLine(start) : end;
  }

  private endOfStatements(start: number): number {
    const { text } = this;
    const reader = new JavaScriptReader(text, start, text.length, 'statement');
    for (; !reader.isOver; reader.step()) {
      if (!reader.mayEnd) continue;
      blankLine.lastIndex = reader.at;
      if (blankLine.test(text)) return blankLine.lastIndex;
    }
    return reader.mayEnd && reader.at >= 0 ? text.length : -1;
  }

  private firstBlankLine(start: number): number {
    for (let feed = this.text.indexOf('\n', start); feed >= 0; feed = this.text.indexOf('\n', feed + 1)) {
      blankLine.lastIndex = feed;
      if (blankLine.test(this.text)) return blankLine.lastIndex;
    }
    return this.text.length;
  }
}

const blankLine = /\r?\n[ \t]*(?=[\r\n]|$)/y;

const importedFile = /^import[ \t\r\n]+[\w$*{][^'"\n]*?from[ \t]*(['"])((?:(?!\1)[^\\\n])*)\1/gm;

/** Images that an ESM block imports: `import img from './x.png'`; no remote address can stand there. */
export function locateImports(text: string, start: number, end: number): readonly LocatedReference[] {
  return [...text.slice(start, end).matchAll(importedFile)].flatMap((match): LocatedReference[] => {
    const [whole, quote, specifier = ''] = match;
    const path = specifier.replace(/^[\w-]+!|[?#].*$/g, '');
    if (!hasImageExtension(path)) return [];
    const to = start + match.index + whole.length - 1;
    return [
      {
        syntax: 'import',
        role: 'image',
        span: { start: to - specifier.length, end: to },
        address: decodeJavaScript(specifier),
        escaping: [quote === '"' ? 'js-double' : 'js-single', 'mdx'],
        localOnly: 'import-local-only',
      },
    ];
  });
}
