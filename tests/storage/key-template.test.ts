import { describe, expect, it } from 'vitest';
import { asDigest, type Digest } from '../../src/core/digest.js';
import { compileKeyTemplate, type KeyFields } from '../../src/storage/key-template.js';
import { refusal } from './refusal.js';

const digest = asDigest('0123456789abcdef'.repeat(4)) as Digest;
const fields: KeyFields = {
  date: Date.UTC(2025, 8, 24, 23, 59),
  digest,
  name: '截图 100% 🚢',
  extension: 'webp',
  post: '云栖大会',
  width: 640,
  height: 480,
};

describe('compileKeyTemplate', () => {
  it.each([
    ['{digest:2}/{digest:32}.{ext}', '01/0123456789abcdef0123456789abcdef.webp'],
    ['{digest}', digest],
    ['{digest:64}', digest],
    ['img/{year}/{month}/{day}/{name}.{ext}', 'img/2025/09/24/截图 100% 🚢.webp'],
    ['{post}/{name}-{width}x{height}.{ext}', '云栖大会/截图 100% 🚢-640x480.webp'],
    ['fixed', 'fixed'],
  ])('makes of %s the key %s', (template, key) => {
    expect(compileKeyTemplate(template)(fields)).toBe(key);
  });

  it.each([
    ['a slash', 'a/b', 'a-b.webp'],
    ['a backslash', 'a\\b', 'a-b.webp'],
    ['a line break', 'a\r\nb', 'a--b.webp'],
    ['nothing', '', 'image.webp'],
    ['dots alone', '..', 'image.webp'],
    ['a decomposed letter', 'e\u0301', '\u00e9.webp'],
    ['half a surrogate pair', 'a\ud83d', 'a\ufffd.webp'],
  ])('keeps a name with %s in its segment', (_, name, key) => {
    expect(compileKeyTemplate('{name}.{ext}')({ ...fields, name })).toBe(key);
  });

  it.each([
    ['{digest:2}/{digest:32}.{ext}', true],
    ['{digest}', true],
    ['{digest:15}.{ext}', false],
    ['{year}/{name}.{ext}', false],
  ])('says whether %s tells bytes apart: %s', (template, holdsDigest) => {
    expect(compileKeyTemplate(template).holdsDigest).toBe(holdsDigest);
  });

  it.each([
    ['{digest:2}/{digest:32}.{ext}', true],
    ['{digest:16}.{ext}', true],
    ['img/{width}x{height}/{digest}', true],
    ['{year}/{digest}', false],
    ['{month}/{digest}', false],
    ['{day}/{digest}', false],
    ['{digest}-{name}', false],
    ['{post}/{digest}', false],
    ['{width}', false],
  ])('says whether a key of %s is decided by the bytes alone: %s', (template, isOfBytesAlone) => {
    expect(compileKeyTemplate(template).isOfBytesAlone).toBe(isOfBytesAlone);
  });

  it.each([
    ['{hash}', { field: 'hash' }],
    ['{xdigest:3}', { field: 'xdigest:3' }],
    ['{digest:123}', { field: 'digest:123' }],
    ['{digest:0}', { field: 'digest:0' }],
    ['{digest:65}', { field: 'digest:65' }],
    ['{name:3}', { field: 'name:3' }],
    ['{}', { field: '' }],
    ['{constructor}', { field: 'constructor' }],
    ['{digest', { found: 'brace' }],
    ['a}', { found: 'brace' }],
    ['', { found: 'empty' }],
    ['/{digest}', { found: 'empty-segment' }],
    ['a//{digest}', { found: 'empty-segment' }],
    ['../{digest}', { found: 'dot-segment' }],
  ])('refuses %s', (template, facts) => {
    expect(refusal(() => compileKeyTemplate(template))).toMatchObject({ code: 'KEY_TEMPLATE_INVALID', facts });
    expect(refusal(() => compileKeyTemplate(template)).facts.template).toBe(template);
  });

  it('names the fields that there are', () => {
    expect(refusal(() => compileKeyTemplate('{hash}')).facts.expected).toContain('digest:N');
  });

  it('refuses a key that grows too long', () => {
    const template = compileKeyTemplate('{name}');
    expect(refusal(() => template({ ...fields, name: '图'.repeat(400) }))).toMatchObject({ code: 'KEY_INVALID' });
  });
});
