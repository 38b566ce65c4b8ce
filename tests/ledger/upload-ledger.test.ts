import { beforeEach, describe, expect, it } from 'vitest';
import type { Ledger } from '../../src/core/ledger.js';
import { asObjectKey } from '../../src/core/object-key.js';
import { type TemporaryLedger, temporaryLedger } from './temporary-ledger.js';

const key = asObjectKey('ab/图 片.png');

let at: TemporaryLedger;
let ledger: Ledger;

beforeEach(async () => {
  at = await temporaryLedger();
  ledger = at.open();
});

describe('uploads in parts', () => {
  it('are known by store and key until they are forgotten, at once', () => {
    const upload = { key, id: 'ID=', content: 'etag', partSize: 8 };
    const other = { ...upload, key: asObjectKey('aa') };
    for (const one of [upload, other]) ledger.recordUpload('s', one);
    ledger.recordUpload('t', upload);
    expect(at.onDisk().uploads('s')).toEqual([other, upload]);
    ledger.recordUpload('s', { ...upload, id: 'again' });
    expect(at.onDisk().uploadOf('s', key)).toEqual({ ...upload, id: 'again' });
    ledger.forgetUpload('s', key);
    expect(at.onDisk().uploadOf('s', key)).toBeUndefined();
    expect(ledger.uploads('s')).toEqual([other]);
    expect(ledger.uploadOf('t', key)).toEqual(upload);
  });
});
