import { join } from 'node:path';
import Database from 'libsql';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Identity } from '../../src/core/asset.js';
import type { ImageLook } from '../../src/core/image-look.js';
import { verdictOf } from '../../src/core/verdict.js';
import { openLedger } from '../../src/ledger/open-ledger.js';
import { digestOf } from '../../src/lib/digest.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const image = 'https://img.example.com/图.png?x=1' as Identity;

const look: ImageLook = {
  verdict: verdictOf(['type-mismatch'], {
    format: 'png',
    hops: ['https://a.example/', 'https://b.example/'],
    status: 200,
  }),
  digest: digestOf('bytes'),
  bytes: 1234,
  format: 'png',
  width: 3,
  height: 4,
  validators: { etag: '"a\u0000b"', lastModified: 'Tue, 24 Nov 2026 10:00:00 GMT' },
};

async function openLedgers() {
  const folder = await temporaryFolder();
  const options = { root: folder, folder: join(folder, '.imgferry'), now: () => 1 };
  const writer = openLedger(options);
  onTestFinished(() => writer.close());
  return { writer, file: join(folder, '.imgferry/ledger.db'), again: () => openLedger({ ...options, readOnly: true }) };
}

describe('what checks saw', () => {
  it('comes back whole, for its image and view alone', async () => {
    const { again, writer } = await openLedgers();
    writer.recordLook(image, 'deep', { look, at: 5, stamp: '' });
    writer.flush();
    const reader = again();
    onTestFinished(() => reader.close());
    expect(reader.look(image, 'deep')).toEqual({ look, at: 5, stamp: '' });
    expect(reader.look(image, 'quick')).toBeUndefined();
    expect(reader.look('https://img.example.com/' as Identity, 'deep')).toBeUndefined();
  });

  it('is replaced by what is seen later', async () => {
    const { writer } = await openLedgers();
    writer.recordLook(image, 'deep', { look, at: 5, stamp: 'a' });
    const later = { look: { verdict: verdictOf([], {}) }, at: 6, stamp: 'b' };
    writer.recordLook(image, 'deep', later);
    expect(writer.look(image, 'deep')).toEqual(later);
  });

  it('is told of every view, the newest first, without what can’t be read', async () => {
    const { file, writer } = await openLedgers();
    const other = { verdict: verdictOf([], {}) };
    writer.recordLook(image, 'quick', { look: other, at: 4, stamp: 'a' });
    writer.recordLook(image, 'deep', { look, at: 5, stamp: '' });
    writer.flush();
    const database = new Database(file);
    database.prepare("INSERT INTO looks VALUES (?, 'later', 'x', 6, '')").run([image]);
    database.close();
    expect(writer.looksAt(image)).toEqual([
      { look, at: 5, stamp: '' },
      { look: other, at: 4, stamp: 'a' },
    ]);
  });

  it('is known without facts of another shape', async () => {
    const { file, writer } = await openLedgers();
    const facts =
      '"digest":"x","bytes":"1","format":"bmp2","width":null,"height":{},"validators":{"etag":1,"lastModified":2}';
    const database = new Database(file);
    database
      .prepare("INSERT INTO looks VALUES (?, 'deep', ?, 1, '')")
      .run([image, `{"verdict":{"level":"broken","reasons":[],"evidence":{"a":[],"b":true}},${facts}}`]);
    database.close();
    expect(writer.look(image, 'deep')?.look).toEqual({
      verdict: verdictOf([], { a: [], b: true }), // its level is what the reasons mean now
      validators: {},
    });
  });

  it.each([
    ['no JSON', 'x'],
    ['no object', '7'],
    ['reasons of another shape', '{"verdict":{"level":"ok","reasons":"","evidence":{}}}'],
    ['evidence that is none', '{"verdict":{"level":"ok","reasons":[],"evidence":7}}'],
    ['evidence with a list of numbers', '{"verdict":{"level":"ok","reasons":[],"evidence":{"a":[1]}}}'],
    ['evidence of nothing', '{"verdict":{"level":"ok","reasons":[],"evidence":{"a":null}}}'],
    ['a verdict that is none', '{"verdict":"ok"}'],
    ['a reason of a later version', '{"verdict":{"level":"warn","reasons":["of-later"],"evidence":{}}}'],
    ['evidence of another shape', '{"verdict":{"level":"ok","reasons":[],"evidence":{"a":{}}}}'],
    ['no verdict', '{"bytes":1}'],
  ])('is unknown where it can’t be read: %s', async (_, json) => {
    const { file, writer } = await openLedgers();
    const database = new Database(file);
    database.prepare("INSERT INTO looks VALUES (?, 'deep', ?, 1, '')").run([image, json]);
    database.close();
    expect(writer.look(image, 'deep')).toBeUndefined();
  });
});
