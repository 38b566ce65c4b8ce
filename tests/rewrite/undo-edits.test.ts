import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Identity } from '../../src/core/asset.js';
import type { PostEditRecord } from '../../src/core/ledger.js';
import { digestOf } from '../../src/lib/digest.js';
import { applyEdits, originalsOf } from '../../src/rewrite/apply-edits.js';
import { planEdits } from '../../src/rewrite/plan-edits.js';
import { matchesAfter, type Undoing, undoEdits } from '../../src/rewrite/undo-edits.js';
import { scan } from './scanned-post.js';

/** What a run makes of a text when it moves images to the addresses of the map. */
function written(before: string, addresses: Readonly<Record<string, string>>, run = 'run-1') {
  const { references, links } = scan(before);
  const edits = planEdits([...references, ...links], ({ target }) => {
    const address = target.kind === 'remote' ? addresses[target.url] : undefined;
    return address === undefined ? undefined : { identity: 'x' as Identity, address };
  });
  const after = applyEdits(before, edits);
  const digests = { before: digestOf(before), after: digestOf(after) };
  const record: PostEditRecord = {
    run,
    file: 'post.md',
    ...digests,
    edits,
    originals: originalsOf(before, edits),
    state: 'written',
  };
  return { after, record };
}

function undo(record: PostEditRecord, text: string, history = [record]): Undoing {
  return undoEdits({ file: 'post.md', record, text, digest: digestOf(text), history, scan });
}

const a = 'https://old.example/a.png';
const b = 'https://old.example/b.png';
const one = 'https://new.example/1.png';
const two = 'https://new.example/2.png';

describe('undoEdits', () => {
  it('gives the exact text back where nothing happened since', () => {
    const before = `\ufeff---\r\ncover: ${a}\r\n---\r\n![x](<${a}> 't') ![图 ![](b c.png)](${b}) <img src='${a}'>😀`;
    const { after, record } = written(before, { [a]: one, [b]: two });
    expect(undo(record, after)).toMatchObject({ kind: 'exact', text: before, kept: [] });
  });

  it('does nothing where the text from before stands already', () => {
    const before = `![](${a})`;
    const { record } = written(before, { [a]: one });
    expect(undo(record, before)).toEqual({ kind: 'unneeded', text: before, restored: [], kept: [] });
  });

  it('puts the links back and keeps the words of a hand', () => {
    const { after, record } = written(`![](${a})\n\nold\n\n<img src="${b}">`, { [a]: one, [b]: two });
    const edited = `# New title\n\n${after.replace('old', 'by hand').replace('![]', '![alt]')}\n\n![](${b})`;
    const undone = undo(record, edited);
    expect(undone.text).toBe(`# New title\n\n![alt](${a})\n\nby hand\n\n<img src="${b}">\n\n![](${b})`);
    expect(undone).toMatchObject({ kind: 'partial', kept: [] });
    expect(undone.restored).toHaveLength(2);
  });

  it('names what no longer holds our address', () => {
    const { after, record } = written(`![](${a}) ![](${b})`, { [a]: one, [b]: two });
    const undone = undo(record, after.replace(one, 'https://hand.example/mine.png'));
    expect(undone.text).toBe(`![](https://hand.example/mine.png) ![](${b})`);
    expect(undone.kept.map(({ edit, reason }) => [edit.raw, reason])).toEqual([[a, 'changed']]);
  });

  it('leaves our address alone where a hand wrote it outside of an image', () => {
    const { after, record } = written(`![](${a})`, { [a]: one });
    expect(undo(record, `\`${one}\` ${after}`).text).toBe(`\`${one}\` ![](${a})`);
  });

  it('tells several originals that became one address apart by their order', () => {
    const { after, record } = written(`![](${a}) ![](${b})`, { [a]: one, [b]: one });
    expect(undo(record, `hand ${after}`).text).toBe(`hand ![](${a}) ![](${b})`);
  });

  it('tells several originals that became one address apart by how an image is written there', () => {
    const { after, record } = written(`![](${a})\n\n<img src="${b}">`, { [a]: one, [b]: one });
    const undone = undo(record, after.replace(`![](${one})`, 'by hand'));
    expect(undone.text).toBe(`by hand\n\n<img src="${b}">`);
    expect(undone.kept.map(({ edit, reason }) => [edit.raw, reason])).toEqual([[a, 'changed']]);
  });

  it('puts back one original as often as it still stands', () => {
    const { after, record } = written(`![](${a}) ![](${a}) ![](${a})`, { [a]: one });
    const undone = undo(record, after.replace(`![](${one}) `, ''));
    expect(undone.text).toBe(`![](${a}) ![](${a})`);
    expect(undone.kept.map(({ reason }) => reason)).toEqual(['changed']);
  });

  it('puts back only what is certain where an address stands more often than it was written', () => {
    const { after, record } = written(`![](${a}) ![](${b})`, { [a]: one, [b]: one });
    const undone = undo(record, `${after} and ![](${one})`);
    expect(undone.text).toBe(`![](${a}) ![](${b}) and ![](${one})`);
  });

  it('leaves alone and names what it can not tell apart', () => {
    const { after, record } = written(`![](${a}) ![](${b})`, { [a]: one, [b]: one });
    const edited = `x ${after.replace('![]', '![alt]')} and ![](${one})`;
    const undone = undo(record, edited);
    expect(undone.text).toBe(edited);
    expect(undone.kept.map(({ reason }) => reason)).toEqual(['ambiguous', 'ambiguous']);
  });

  it('uses a neighbour that is certain to tell which is which', () => {
    const c = 'https://old.example/c.png';
    const { after, record } = written(`![](${c}) ![](${a}) ![](${b})`, { [a]: one, [b]: one, [c]: two });
    const undone = undo(record, `x ${after} and ![](${one})`);
    expect(undone.text).toBe(`x ![](${c}) ![](${a}) ![](${b}) and ![](${one})`);
  });

  it('puts a lenient destination back as it stood', () => {
    const before = '![](https://old.example/my pic.png)';
    const { after, record } = written(before, { 'https://old.example/my%20pic.png': one });
    expect(after).toBe(`![](${one})`);
    expect(undo(record, `hand ${after}`).text).toBe(`hand ${before}`);
  });

  it('refuses where a later run edited the same places, and names it', () => {
    const first = written(`![](${a})`, { [a]: one });
    const second = written(first.after, { [one]: two }, 'run-2');
    const history = [first.record, second.record];
    expect(() => undo(first.record, second.after, history)).toThrow(
      expect.objectContaining({ code: 'UNDO_SUPERSEDED', facts: { file: 'post.md', run: 'run-2' } }),
    );
    expect(undo(second.record, second.after, history).text).toBe(first.after);
    const undone = { ...second.record, state: 'undone' } as const;
    expect(undo(first.record, first.after, [first.record, undone]).text).toBe(`![](${a})`);
  });

  it.each(['planned', 'abandoned', 'undone', 'written'] as const)(
    'minds a later run whose edits are %s only where they may stand',
    (state) => {
      const first = written(`![](${a})`, { [a]: one });
      const second = written(first.after, { [one]: two }, 'run-2');
      const history = [first.record, { ...second.record, state }];
      const attempt = (): Undoing => undo(first.record, `x ${second.after}`, history);
      if (state === 'planned' || state === 'written') expect(attempt).toThrow('UNDO_SUPERSEDED');
      else expect(attempt()).toMatchObject({ kind: 'partial', restored: [], kept: [{ reason: 'changed' }] });
    },
  );

  it('minds no earlier run of the same places', () => {
    const first = written(`![](${a})`, { [a]: one });
    const back = written(first.after, { [one]: a }, 'run-2');
    const third = written(back.after, { [a]: one }, 'run-3');
    const history = [first.record, back.record, third.record];
    expect(undo(third.record, `x ${third.after}`, history).text).toBe(`x ![](${a})`);
  });

  it('leaves an image alone that stands in another kind of place than the one that was written', () => {
    const { after, record } = written(`![](${a})`, { [a]: one });
    const edited = after.replace(`![](${one})`, `<img src="${one}">`);
    const undone = undo(record, edited);
    expect(undone.text).toBe(edited);
    expect(undone.kept.map(({ reason }) => reason)).toEqual(['changed']);
  });

  it('restores all of some like images, in order, when a hand moved other words about', () => {
    const c = 'https://old.example/c.png';
    const { after, record } = written(`![](${a}) ![](${b}) ![](${c})`, { [a]: one, [b]: one, [c]: one });
    const undone = undo(record, `x\n\n${after.replaceAll(' ', ' and ')}`);
    expect(undone.text).toBe(`x\n\n![](${a}) and ![](${b}) and ![](${c})`);
    expect(undone.restored.map(({ raw }) => raw)).toEqual([a, b, c]);
  });

  it('tells by what comes after which of several it is', () => {
    const c = 'https://old.example/c.png';
    const { after, record } = written(`![](${a}) ![](${b}) ![](${c})`, { [a]: one, [b]: one, [c]: two });
    const undone = undo(record, `x ![](${one}) ${after} y`);
    expect(undone.text).toBe(`x ![](${one}) ![](${a}) ![](${b}) ![](${c}) y`);
  });

  it('leaves alone and names an image that stands more often than it was written', () => {
    const { after, record } = written(`![](${a})`, { [a]: one });
    const edited = `x ${after} ![](${one})`;
    expect(undo(record, edited)).toMatchObject({ text: edited, restored: [], kept: [{ reason: 'ambiguous' }] });
  });

  it('leaves alone what may be the one or the other of two that were alike', () => {
    const c = 'https://old.example/c.png';
    const { after, record } = written(`![](${a}) ![](${b}) ![](${c})`, { [a]: one, [b]: one, [c]: two });
    const undone = undo(record, after.replace(`![](${one}) `, ''));
    expect(undone.text).toBe(`![](${one}) ![](${c})`);
    expect(undone.kept.map(({ edit, reason }) => [edit.raw, reason])).toEqual([
      [a, 'ambiguous'],
      [b, 'ambiguous'],
    ]);
  });

  it('leaves alone what two neighbours that are certain place differently', () => {
    const c = 'https://old.example/c.png';
    const { after, record } = written(`![](${c}) ![](${a}) ![](${b}) ![](${c})`, { [a]: one, [b]: one, [c]: two });
    const [, first, second] = after.split(' ');
    const edited = `![](${two}) ${first} ${first} ${second} ![](${two})`;
    const undone = undo(record, edited);
    expect(undone.text).toBe(edited.replaceAll(two, c));
    expect(undone.kept.map(({ edit, reason }) => [edit.raw, reason])).toEqual([
      [a, 'ambiguous'],
      [b, 'ambiguous'],
    ]);
  });

  it('takes back a run whose post a later run edited elsewhere', () => {
    const first = written(`![](${a}) ![](${b})`, { [a]: one });
    const second = written(first.after, { [b]: two }, 'run-2');
    const undone = undo(first.record, second.after, [first.record, second.record]);
    expect(undone).toMatchObject({ kind: 'partial', text: `![](${a}) ![](${two})`, kept: [] });
  });

  it('knows a post again by what was written', () => {
    const { after, record } = written(`![](${a})`, { [a]: one });
    expect(matchesAfter(record, digestOf(after))).toBe(true);
    expect(matchesAfter(record, record.before)).toBe(false);
  });

  it('never touches a word of a hand, whatever was added around', () => {
    const words = fc.string({ unit: fc.constantFrom('a', ' ', '\n', '图', '😀', '.') });
    fc.assert(
      fc.property(fc.array(fc.tuple(words, fc.constantFrom(a, b))), fc.array(words), (pieces, added) => {
        const compose = (addresses: (address: string) => string, extra: readonly string[]): string =>
          pieces
            .map(([word, address], index) => `${word}${extra[index] ?? ''}\n\n![](${addresses(address)})\n\n`)
            .join('');
        const { record } = written(
          compose((address) => address, []),
          { [a]: one, [b]: two },
        );
        const edited = compose((address) => (address === a ? one : two), added);
        fc.pre(digestOf(edited) !== record.before);
        expect(undo(record, edited).text).toBe(compose((address) => address, added));
      }),
    );
  });
});
