import fc from 'fast-check';
import { Parser } from 'htmlparser2';
import { describe, expect, it } from 'vitest';
import type { Outcome } from '../../../src/core/outcome.js';
import { verdictReasons } from '../../../src/core/verdict.js';
import { checkFormats, renderCheck } from '../../../src/report/check/render-check.js';
import { renderOutcome } from '../../../src/report/render-outcome.js';
import { runCsv } from '../../../src/report/run/run-csv.js';
import { runHtml } from '../../../src/report/run/run-html.js';
import { checkedImage, checkOutcome, reading } from '../../report/check/sample-check.js';
import { reportedImage, reportedPost, sampleReport } from '../../report/run/sample-report.js';
import { imageOutcome, sampleOutcome } from '../../report/sample-outcome.js';
import { damaged, fuzzing } from '../../support/fuzzing.js';
import { readers } from './readers.js';
import { hostileTexts } from './samples.js';

/** What others name files and write into addresses and answers. */
const hostile = damaged(
  hostileTexts.filter((text) => text.length < 1000),
  [
    ...[
      '=1+1',
      '+1',
      '-1',
      '@SUM(1)',
      '\t=1',
      '"',
      ',',
      '\r\n',
      '\n',
      '::error::',
      '##[',
      '%0A',
      ']]>',
      '-->',
      '`',
      '```',
      '|',
    ],
    ...[
      '<script>',
      '</script>',
      '<!--',
      '</style>',
      "'",
      '&#27;',
      '\u001b[31m',
      '\u009b2J',
      '\u202e',
      '\u2028',
      '\u0000',
      '{',
      '[a](1)',
    ],
  ],
);
const words = fc.array(hostile, { minLength: 6, maxLength: 6 });

const lang = fc.constantFrom('en', 'zh');

describe('reports of what strangers wrote', () => {
  it.each(checkFormats)('check, %s: keeps to its grammar', { timeout: 600_000 }, (format) => {
    fc.assert(
      fc.property(words, fc.nat(verdictReasons.length - 1), lang, ([url = '', name = '', ...said], index, language) => {
        const file = name.replace(/^\/+/, ''); // they are relative

        const [found = '', decoder = '', location = '', raw = ''] = said;
        const reason = verdictReasons[index] ?? 'not-found';
        const image = checkedImage(url, [reason], {
          evidence: { found, decoder, location, near: raw, hops: [location], host: found, [raw]: raw },
          places: [{ file, line: 1, column: 1 }],
        });
        const outcome = checkOutcome([image], {
          unread: [{ file, error: { code: 'DOCUMENT_UNREADABLE', facts: { reason: raw } } }],
          notes: [{ id: 'reference-ambiguous', facts: { file, raw } }],
        });
        readers[format](renderCheck(outcome, { ...reading({ lang: language, verbose: true }), format }));
      }),
      fuzzing(60),
    );
  });

  it('migrate, text and JSON: holds no control character', { timeout: 600_000 }, () => {
    fc.assert(
      fc.property(words, lang, ([url = '', file = '', found = '', key = '', raw = '', address = ''], language) => {
        const outcome: Outcome = {
          ...sampleOutcome,
          images: [
            imageOutcome({ url, key, publicUrl: address, bytesBefore: 1, bytesAfter: 1 }),
            imageOutcome({
              url,
              state: 'failed',
              error: { code: 'HTTP_STATUS', facts: { url, found } },
              places: [{ file, line: 1, column: 1 }],
            }),
          ],
          posts: [{ file, edits: 0, state: 'refused', error: { code: 'DOCUMENT_UNREADABLE', facts: { reason: raw } } }],
          leftBehind: [{ file, line: 1, column: 1, url, reason: 'failed' }],
          notes: [{ id: 'reference-ambiguous', facts: { file, raw } }],
        };
        const view = { lang: language, color: false, verbose: true, width: 80 } as const;
        const planned: Outcome = {
          ...outcome,
          dryRun: true,
          images: [imageOutcome({ url, state: 'planned', key, publicUrl: address })],
          posts: [{ file, edits: 1, state: 'planned' }],
        };
        for (const one of [outcome, planned]) {
          expect(renderOutcome(one, { ...view, format: 'text' }).replaceAll('\n', '')).not.toMatch(unsafe);
        }
        const json = renderOutcome(outcome, { ...view, format: 'json' });
        expect(JSON.parse(json)).toMatchObject({ images: [{ url, key }, { url }] });
        expect(json.replaceAll('\n', '')).not.toMatch(unsafe);
      }),
      fuzzing(60),
    );
  });

  it('report --csv: keeps its columns, and holds no formula', { timeout: 600_000 }, () => {
    fc.assert(
      fc.property(words, ([from = '', to = '', key = '', file = '']) => {
        const image = reportedImage('a.png', { from, to, key });
        const csv = runCsv(sampleReport({ images: [image], posts: [reportedPost(file, [image])] }));
        const [, row = [], ...more] = readCsv(csv.slice(1));
        expect([row.length, more]).toEqual([8, []]);
        for (const cell of row) expect(cell).not.toMatch(/^\s*[=+\-@]|^[\t\r]/);
        expect(csv.replace(/[\t\r\n]/g, '')).not.toMatch(unsafe);
      }),
      fuzzing(200),
    );
  });

  it('report, HTML: has the elements of any other page, and links to the web alone', { timeout: 600_000 }, () => {
    const usual = markupOf('a.png', 'https://a.example/a.png', 'posts/a.md', '@@ -1 +1 @@\n-a\n+b\n c\n', 'en');
    fc.assert(
      fc.property(words, lang, ([from = '', to = '', file = '', diff = ''], language) => {
        const { elements, links } = markupOf(from, to, file, diff, language);
        expect([...usual.elements]).toEqual(expect.arrayContaining([...elements]));
        for (const link of links) expect(link).toMatch(/^(?:https?:\/\/|#)/);
      }),
      fuzzing(60),
    );
  });
});

/** The elements of a run's page with their attributes, and where its links lead. */
function markupOf(from: string, to: string, file: string, diff: string, language: 'en' | 'zh') {
  const image = reportedImage('a.png', { from, to, key: to, host: from });
  const report = sampleReport({ images: [image], posts: [{ ...reportedPost(file, [image]), diff }] });
  const elements = new Set<string>();
  const links: string[] = [];
  const parser = new Parser({
    onopentag(name, attributes) {
      elements.add(
        `${name} ${Object.keys(attributes)
          .filter((attribute) => attribute !== 'href')
          .sort()}`,
      );
      for (const address of [attributes.href, attributes.src]) if (address !== undefined) links.push(address);
    },
  });
  parser.end(runHtml(report, { lang: language, version: '1' }));
  return { elements, links };
}

/** Control characters, and what turns text around. */
const unsafe = /[\p{Cc}\u202a-\u202e\u2066-\u2069]/u;

/** RFC 4180. */
function readCsv(text: string): readonly (readonly string[])[] {
  const rows = [];
  for (let at = 0; at < text.length; ) {
    const row: string[] = [];
    for (let isLast = false; !isLast; ) {
      const quoted = /"((?:[^"]|"")*)"(,|\r\n)/y;
      const plain = /([^",\r\n]*)(,|\r\n)/y;
      const pattern = text[at] === '"' ? quoted : plain;
      pattern.lastIndex = at;
      const found = pattern.exec(text);
      if (!found) throw new Error(`no CSV at ${at}: ${JSON.stringify(text.slice(at, at + 80))}`);
      row.push((found[1] ?? '').replaceAll('""', '"'));
      isLast = found[2] === '\r\n';
      at = pattern.lastIndex;
    }
    rows.push(row);
  }
  return rows;
}
