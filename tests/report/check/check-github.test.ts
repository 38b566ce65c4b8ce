import { describe, expect, it } from 'vitest';
import type { CheckOutcome } from '../../../src/core/check-outcome.js';
import { verdictReasons } from '../../../src/core/verdict.js';
import type { CheckReportOptions } from '../../../src/report/check/check-report-options.js';
import { shownAddress } from '../../../src/report/check/describe-image.js';
import { renderCheck } from '../../../src/report/check/render-check.js';
import { runnerOutput } from '../../contract/reporters/read-github.js';
import { hostileTexts } from '../../contract/reporters/samples.js';
import { checkedImage, checkOutcome, reading } from './sample-check.js';

const commandsOf = (outcome: CheckOutcome, options: Partial<CheckReportOptions> = {}) =>
  runnerOutput(renderCheck(outcome, { ...reading(options), format: 'github' })).commands;

describe('annotations', () => {
  it('stand at the first place, with the path from the repository’s root', () => {
    const image = checkedImage('https://h/a,b:100%25.png', ['not-found'], {
      evidence: { status: 404 },
      places: [
        { file: '../posts/a,b: 100%0A.md', line: 3, column: 7 },
        { file: 'b.md', line: 1, column: 1 },
      ],
    });
    expect(commandsOf(checkOutcome([image]), { repositoryPath: 'site/blog/' })).toEqual([
      {
        name: 'error',
        properties: { file: 'site/posts/a,b: 100%0A.md', line: '3', col: '7', title: 'Image broken: not there' },
        data: expect.stringMatching(
          /^https:\/\/h\/a,b:100%25\.png \(HTTP 404\)\n[^\n]+\n→ [^\n]+\n… and 1 more place$/,
        ),
      },
    ]);
  });

  it('are ten of a level at most; the last says how many more there are', () => {
    const images = Array.from({ length: 36 }, (_, n) =>
      checkedImage(`https://h/${String(n).padStart(2, '0')}.png`, [n < 25 ? 'gone' : 'redirected']),
    );
    const commands = commandsOf(checkOutcome(images));
    const ofLevel = (level: string) => commands.filter(({ name }) => name === level);
    expect([ofLevel('error').length, ofLevel('warning').length]).toEqual([10, 10]);
    expect(ofLevel('error').at(-1)?.data).toMatch(/^https:\/\/h\/09\.png[\s\S]*… and 15 more images/);
    expect(ofLevel('warning').at(-1)?.data).toMatch(/^https:\/\/h\/34\.png[\s\S]*… and 1 more image;/);
    expect(ofLevel('error').at(-2)?.data).not.toContain('more image');
  });

  it('are errors for what is broken and for what fails the check, and none for what the baseline has', () => {
    const images = [
      checkedImage('https://h/gone.png', ['gone']),
      checkedImage('https://h/moved.png', ['redirected']),
      checkedImage('https://h/old.png', ['gone'], { isKnown: true }),
    ];
    const levels = (failOn: CheckReportOptions['failOn']) =>
      commandsOf(checkOutcome(images), { failOn }).map(({ name }) => name);
    expect(levels('broken')).toEqual(['error', 'warning']);
    expect(levels('never')).toEqual(['error', 'warning']);
    expect(levels('warn')).toEqual(['error', 'error']);
  });

  it('tell of posts that could not be read, and of what stopped the check', () => {
    const outcome = checkOutcome([], {
      unread: [{ file: 'a.md', error: { code: 'DOCUMENT_NOT_UTF8', facts: {} } }],
      stopped: { code: 'DISK_FULL', facts: { path: '/tmp' } },
    });
    const commands = commandsOf(outcome, { repositoryPath: 'site/' });
    expect(commands.map(({ name, properties }) => [name, properties.file])).toEqual([
      ['error', undefined],
      ['error', 'site/a.md'],
    ]);
  });

  it.each(hostileTexts)('cannot be made by an address: %j', (text) => {
    const image = checkedImage(text, [verdictReasons[1] ?? 'gone'], {
      evidence: { found: text },
      places: [{ file: text, line: 1, column: 1 }],
    });
    const commands = commandsOf(checkOutcome([image]));
    expect(commands).toHaveLength(1);
    expect(commands[0]?.properties.title).toBe('Image broken: not an address');
    expect(commands[0]?.data.split('\n')[0]?.startsWith(shownAddress(text))).toBe(true);
  });
});
