import { beforeEach, describe, expect, it } from 'vitest';
import type { HeaderChangeRecord } from '../../src/core/header-change.js';
import type { Ledger } from '../../src/core/ledger.js';
import { asObjectKey } from '../../src/core/object-key.js';
import { damaged, type TemporaryLedger, temporaryLedger } from './temporary-ledger.js';

const key = asObjectKey('ab/图 片.png');

let at: TemporaryLedger;
let ledger: Ledger;

beforeEach(async () => {
  at = await temporaryLedger();
  ledger = at.open();
});

describe('changes of headers', () => {
  const change: HeaderChangeRecord = {
    run: 'r',
    store: 's',
    key,
    before: { 'cache-control': 'no-cache' },
    after: {},
    state: 'planned',
  };

  it('come back whole, and have the state that they were given', () => {
    const other = { ...change, key: asObjectKey('aa'), state: 'written' } as const;
    for (const one of [change, other]) ledger.recordHeaderChange(one);
    expect(at.onDisk().headerChanges('r')).toEqual([other, change]);
    ledger.setHeaderChangeState(change, 'undone');
    expect(at.onDisk().headerChanges('r')).toEqual([other, { ...change, state: 'undone' }]);
    expect(ledger.headerChanges('other')).toEqual([]);
  });

  it.each([
    ["UPDATE header_changes SET state = 'lost'", 'lost'],
    ["UPDATE header_changes SET before = 'x'", 'header_changes'],
    ["UPDATE header_changes SET before = 'null'", 'header_changes'],
    ["UPDATE header_changes SET after = '7'", 'header_changes'],
    [`UPDATE header_changes SET after = '{"a":1}'`, 'header_changes'],
  ])('are refused where they are damaged: %s', (sql, found) => {
    ledger.recordHeaderChange(change);
    at.write(sql);
    expect(() => ledger.headerChanges('r')).toThrow(damaged(found));
  });
});
