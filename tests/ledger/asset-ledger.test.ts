import { beforeEach, describe, expect, it } from 'vitest';
import type { Identity } from '../../src/core/asset.js';
import type { Ledger, PreparedRecord } from '../../src/core/ledger.js';
import { asObjectKey } from '../../src/core/object-key.js';
import { digestOf } from '../../src/lib/digest.js';
import { damaged, type TemporaryLedger, temporaryLedger } from './temporary-ledger.js';

const image = 'https://img.example.com/图.png' as Identity;
const key = asObjectKey('ab/图 片.png');
const object = { key, digest: digestOf('stored'), size: 5, contentType: 'image/png' };
const copy = { key, size: 6, contentType: 'image/gif', checksum: { kind: 'crc64', value: '17' } } as const;
const picture: PreparedRecord = {
  digest: object.digest,
  size: 5,
  format: 'png',
  width: 3,
  height: 2,
  reason: 'encoded',
};

let at: TemporaryLedger;
let ledger: Ledger;

beforeEach(async () => {
  at = await temporaryLedger();
  ledger = at.open();
});

describe('what an image became', () => {
  const source = digestOf('source');

  it('is found by source and result, under whatever settings', () => {
    ledger.recordPrepared(source, 'one', { ...picture, digest: digestOf('other'), reason: 'small-already' });
    ledger.recordPrepared(source, 'two', picture);
    expect(ledger.preparedAs(source, picture.digest)).toEqual(picture);
    expect(ledger.preparedAs(source, digestOf('none'))).toBeUndefined();
    expect(ledger.preparedAs(digestOf('none'), picture.digest)).toBeUndefined();
  });

  it('is known for encoded here only where it was', () => {
    ledger.recordPrepared(source, 'kept', { ...picture, digest: source, reason: 'small-already' });
    ledger.recordPrepared(source, 'made', { ...picture, format: 'webp' });
    expect(ledger.encodedHere(picture.digest)).toBe('webp');
    expect(ledger.encodedHere(source)).toBeUndefined();
  });

  it('is refused where its format is none', () => {
    ledger.recordPrepared(source, 'one', picture);
    at.write("UPDATE prepared SET format = 'bmp2'");
    expect(() => ledger.prepared(source, 'one')).toThrow(damaged('bmp2'));
  });

  it('is refused where a digest is none', () => {
    ledger.recordFetched(image, { digest: source, size: 1 });
    at.write("UPDATE fetched SET digest = 'zz'");
    expect(() => ledger.fetched(image)).toThrow(damaged('zz'));
  });
});

describe('where an image went', () => {
  it('is its copy where nobody here read the object, and the object where somebody did', () => {
    const run = ledger.beginRun('transfer', 1);
    ledger.recordMove(run, image, 'store', key);
    expect(ledger.moves(run)).toEqual([]);
    ledger.recordCopy('store', copy);
    expect(ledger.moves(run)).toEqual([{ identity: image, store: 'store', object: copy }]);
    ledger.recordObject('store', object);
    expect(ledger.moves(run)).toEqual([{ identity: image, store: 'store', object }]);
  });

  it('forgets an object that a copy took the place of', () => {
    ledger.recordObject('store', object);
    ledger.recordCopy('store', copy);
    expect(ledger.objectAt('store', key)).toBeUndefined();
    expect(ledger.objectOf('store', object.digest)).toBeUndefined();
  });

  it('is refused where its checksum is of no kind', () => {
    const run = ledger.beginRun('transfer', 1);
    ledger.recordCopy('store', copy);
    ledger.recordMove(run, image, 'store', key);
    at.write("UPDATE copies SET checksum_kind = 'crc8'");
    expect(() => ledger.moves(run)).toThrow(damaged('crc8'));
  });

  it('is told over all runs: the newest place in each store, and of what it was made', () => {
    const [first, second] = [ledger.beginRun('migrate', 2), ledger.beginRun('migrate', 1)];
    const later = { ...object, key: asObjectKey('cd/later.png') };
    const other = 'https://a.example.com/' as Identity;
    for (const one of [object, later]) ledger.recordObject('store', one);
    ledger.recordObject('elsewhere', object);
    ledger.recordMove(first, image, 'store', key);
    ledger.recordMove(second, image, 'store', later.key);
    ledger.recordMove(first, image, 'elsewhere', key);
    ledger.recordMove(first, other, 'store', key);
    const source = { digest: digestOf('source'), size: 9 };
    ledger.recordFetched(image, source);
    for (const fingerprint of ['b', 'a']) ledger.recordPrepared(source.digest, fingerprint, picture);
    const made = ['a', 'b'].map((fingerprint) => ({ ...picture, fingerprint }));
    expect(ledger.arrivals()).toEqual([
      { identity: other, store: 'store', object, made: [] },
      { identity: image, store: 'elsewhere', object, source, made },
      { identity: image, store: 'store', object: later, source, made },
    ]);
  });

  it('knows an object that was read, and one that was copied', () => {
    const [read, copied] = [asObjectKey('read.png'), asObjectKey('copied.png')];
    ledger.recordObject('store', { ...object, key: read });
    const checksum = { kind: 'crc64', value: '1' } as const;
    ledger.recordCopy('store', { key: copied, size: 1, contentType: '', checksum });
    ledger.flush();
    expect([read, copied].map((key) => ledger.knowsObject('store', key))).toEqual([true, true]);
    expect([read, copied].map((key) => ledger.knowsObject('other', key))).toEqual([false, false]);
  });

  it('names every store that was ever written to', () => {
    ledger.recordStore('s3://b/', { name: 'b' });
    ledger.recordStore('file:a', { name: 'a' });
    expect(ledger.knownStores()).toEqual(['file:a', 's3://b/']);
  });
});

describe('the keys that have no object', () => {
  const keyAt = (at: number) => asObjectKey(`${at}.png`);

  it.each([10, 4000])('are told of %i', (count) => {
    ledger.together(() => {
      for (let at = 0; at < count; at += 2) ledger.recordObject('store', { ...object, key: keyAt(at) });
      ledger.recordObject('other', { ...object, key: keyAt(1) });
    });
    const asked = Array.from({ length: count }, (_, at) => keyAt(at));
    const missing = asked.filter((_, at) => at % 2 === 1);
    expect([...ledger.keysWithoutObject('store', asked)]).toEqual(missing);
  });
});
