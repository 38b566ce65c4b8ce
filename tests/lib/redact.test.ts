import { describe, expect, it } from 'vitest';
import { redactKeyId } from '../../src/lib/redact.js';

describe('redactKeyId', () => {
  it.each([
    ['LTAI5tAbCdEfGhIjKlMnx3Qz', 'LTAI…x3Qz'],
    ['AKIAIOSFODNN', 'AKIA…ODNN'],
    ['short', '…'],
    ['', '…'],
  ])('shows %j as %s', (id, shown) => {
    expect(redactKeyId(id)).toBe(shown);
  });
});
