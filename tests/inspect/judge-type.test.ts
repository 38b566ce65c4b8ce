import { describe, expect, it } from 'vitest';
import { judgeType } from '../../src/inspect/judge-type.js';

describe('judgeType, of a PNG', () => {
  const judge = (contentType: string | undefined, options?: string, isForeign = true) =>
    judgeType({ format: 'png', contentType, options, isForeign });

  // what Chromium 150 does with each of them in an <img>, from another origin
  it.each([
    ['image/png', undefined, undefined],
    [undefined, undefined, undefined],
    [undefined, 'nosniff', undefined],
    ['image/png; charset=utf-8', 'nosniff', undefined],
    ['text/html', undefined, 'type-mismatch'],
    ['text/plain', undefined, 'type-mismatch'],
    ['text/plain', 'foo, nosniff', 'type-mismatch'],
    ['text/plain', 'nosniff;', 'type-mismatch'],
    ['application/json', undefined, 'type-mismatch'],
    ['text/css', 'nosniff', 'type-mismatch'],
    ['text/javascript', 'nosniff', 'type-mismatch'],
    ['application/dash+xml', 'nosniff', 'type-mismatch'],
    ['text/vtt', 'nosniff', 'type-mismatch'],
    ['application/octet-stream', 'nosniff', 'octet-stream'],
    ['image/jpeg', 'nosniff', 'type-mismatch'],
    ['text/html', 'nosniff', 'blocked-by-nosniff'],
    ['text/plain', 'NOSNIFF', 'blocked-by-nosniff'],
    ['text/plain', 'nosniff, foo', 'blocked-by-nosniff'],
    ['text/xml', 'nosniff', 'blocked-by-nosniff'],
    ['application/foo+xml', 'nosniff', 'blocked-by-nosniff'],
    ['application/foo+json', 'nosniff', 'blocked-by-nosniff'],
    ['text/csv', undefined, 'blocked-by-type'],
    ['application/pdf', undefined, 'blocked-by-type'],
    ['application/zip', undefined, 'blocked-by-type'],
    ['application/x-gzip', undefined, 'blocked-by-type'],
    ['application/msword', undefined, 'blocked-by-type'],
    ['application/vnd.ms-excel', undefined, 'blocked-by-type'],
    ['application/vnd.openxmlformats-officedocument.wordprocessingml.document', undefined, 'blocked-by-type'],
    ['multipart/byteranges', undefined, 'blocked-by-type'],
    ['text/event-stream', undefined, 'blocked-by-type'],
    ['image/svg+xml', undefined, 'type-breaks-svg'],
  ])('as %s, %s: %s', (contentType, options, reason) => {
    expect(judge(contentType, options)).toBe(reason);
  });

  it('lets a page have what is of its own origin', () => {
    expect(judge('text/plain', 'nosniff', false)).toBe('type-mismatch');
    expect(judge('text/csv', undefined, false)).toBe('type-mismatch');
  });
});

describe('judgeType, of an SVG', () => {
  it.each([
    ['image/svg+xml', undefined],
    ['IMAGE/SVG+XML; charset=utf-8', undefined],
    ['image/svg+xml,', undefined],
    ['text/xml', 'type-breaks-svg'],
    ['application/xml', 'type-breaks-svg'],
    ['text/plain', 'type-breaks-svg'],
    ['application/octet-stream', 'type-breaks-svg'],
    ['image/svg', 'type-breaks-svg'],
    ['image/png', 'type-breaks-svg'],
    [undefined, 'type-breaks-svg'],
  ])('as %s: %s', (contentType, reason) => {
    expect(judgeType({ format: 'svg', contentType, options: undefined, isForeign: true })).toBe(reason);
  });
});
