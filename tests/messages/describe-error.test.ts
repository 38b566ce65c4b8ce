import { describe, expect, it } from 'vitest';
import type { ErrorCode, ErrorFacts } from '../../src/core/errors.js';
import { describeError, errorMessage } from '../../src/messages/describe-error.js';

const inEnglish = (code: ErrorCode, facts: ErrorFacts) => describeError({ code, facts }, 'en');

describe('describeError', () => {
  it('says what was expected and found, where, and what was meant', () => {
    const facts = {
      path: 'imgferry.config.yaml',
      line: 3,
      column: 8,
      key: 'links',
      expected: ['same', 'all'],
      found: 'som',
      hint: 'same',
    };
    expect(inEnglish('CONFIG_INVALID', facts)).toEqual({
      title: 'The configuration has a value that can’t be used: links',
      expected: 'same, all',
      found: 'som',
      where: 'imgferry.config.yaml:3:8',
      advice: expect.stringMatching(/^Did you mean `same`\? Correct it/),
    });
  });

  it('shows what was typed, and what can be, as it is typed', () => {
    const facts = { option: '--format', expected: ['text', 'json'], found: 'xml' };
    expect(describeError({ code: 'USAGE_INVALID', facts }, 'zh')).toMatchObject({
      expected: 'text, json',
      found: 'xml',
    });
    expect(inEnglish('CONFIG_INVALID', { expected: 'number', found: 'nothing' })).toMatchObject({
      expected: 'a number',
      found: 'nothing',
    });
  });

  it.each<[ErrorFacts, string]>([
    [{ path: 'a.md', line: 2, column: 5 }, 'a.md:2:5'],
    [{ path: 'a.md', line: 2 }, 'a.md:2'],
    [{ file: 'a.md', column: 5 }, 'a.md'],
    [{ url: 'https://h/a.png', key: 'k' }, 'https://h/a.png'],
    [{ key: 'k', store: 'oss://b' }, 'oss://b k'],
    [{ key: 'k' }, 'k'],
  ])('tells where from %j', (facts, where) => {
    expect(inEnglish('FILE_UNREADABLE', facts).where).toBe(where);
  });

  it('words ids, sizes and times', () => {
    expect(inEnglish('KEY_INVALID', { key: 'a//b', found: 'empty-segment' }).found).toBe(
      'an empty part (//, or / at an end)',
    );
    expect(inEnglish('STORE_INVALID', { field: 'bucket', expected: 'oss-bucket-name' }).expected).toMatch(/^3 to 63 /);
    expect(inEnglish('TOO_LARGE', { limit: 52_428_800 }).expected).toBe('at most 52.4 MB');
    expect(inEnglish('RESPONSE_TIMEOUT', { ms: 30_000, phase: 'connect' })).toMatchObject({
      title: 'The host did not answer in time (connecting)',
      expected: 'an answer within 30 s',
    });
    expect(inEnglish('IMAGE_BROKEN', { reason: 'truncated' }).title).toContain('cut off');
  });

  it('says what a file is that is no ledger', () => {
    expect(inEnglish('LEDGER_CORRUPT', { hint: 'foreign-file', found: 'other-file' }).found).toBe(
      'a file of another kind',
    );
  });

  it('says what a file is that is no plan', () => {
    expect(inEnglish('PLAN_INVALID', { found: 'other-json' }).found).toBe('JSON of another kind');
  });

  it('says which address can not be read where one is to take the place of another', () => {
    const facts = { url: 'https://img.example.com/a.png', status: 404 };
    expect(inEnglish('HTTP_STATUS', { ...facts, hint: 'new-address' })).toMatchObject({
      found: facts.url,
      advice: expect.stringMatching(/^The new address/),
    });
    expect(inEnglish('HTTP_STATUS', { ...facts, hint: 'old-address' }).advice).toMatch(/--remap OLD=NEW/);
  });

  it.each<[ErrorCode, ErrorFacts, RegExp]>([
    ['HTTP_STATUS', { status: 403 }, /hotlink protection.*referer/],
    ['HTTP_STATUS', { status: 404 }, /gone.*--remap/],
    ['HTTP_STATUS', { status: 418 }, /browser/],
    ['FOLDER_NOT_WRITABLE', { path: '.imgferry', hint: 'ledger' }, /--ledger FILE/],
    ['HTTP_STATUS', { status: 404, hint: 'public-read' }, /^Readers see .* rights/],
    ['DNS_FAILED', { host: 'img.example.com', hint: 'public-read' }, /^Readers see .* domain/],
    ['PUBLIC_ADDRESS_UNREADABLE', { hint: 'dns', host: 'img.example.com' }, /img\.example\.com.*CNAME/],
    ['PUBLIC_ADDRESS_UNREADABLE', {}, /publicUrl/],
    ['CONFIG_UNREADABLE', { expected: ['.yaml', '.yml'], found: '.js' }, /never code/],
    ['KEY_TEMPLATE_INVALID', {}, /\{year\} \{month\} .* \{digest:N\}/],
    ['OBJECT_CONFLICT', {}, /--key "\{digest:2\}\/\{digest:32\}\.\{ext\}"/],
    ['ADDRESS_BLOCKED', { host: '10.0.0.1:81' }, /--allow-host 10\.0\.0\.1:81/],
    ['STORE_UNREACHABLE', { found: 'TLS_FAILED', reason: 'CERT_HAS_EXPIRED', proxy: 'p:1' }, /NODE_EXTRA_CA_CERTS/],
    ['STORE_UNREACHABLE', { found: 'TLS_FAILED', reason: 'ERR_SSL_WRONG_VERSION_NUMBER' }, /http:\/\//],
    ['KEY_INVALID', { key: '../x', store: 'main', hint: 'look' }, /^`imgferry ls main`/],
    ['FILE_MISSING', { path: 'a.png', hint: 'upload' }, /^(?!.*\bpost\b)/],
    ['STORE_INVALID', { store: 'oss://ab', field: 'bucket', found: 'ab' }, /console/],
    [
      'OBJECT_NOT_FOUND',
      { store: 'oss://b/p?region=r&endpoint=URL', hint: 'look' },
      /ls 'oss:\/\/b\/p\?region=r&endpoint=URL'`/,
    ],
    ['FILE_UNREADABLE', { path: "图 1';rm x" }, /`ls -l '图 1'\\'';rm x'`/],
    ['STORE_UNREACHABLE', { reason: 'ECONNREFUSED', proxy: 'p:1' }, /HTTP_PROXY.*NO_PROXY/],
    ['CONNECTION_FAILED', { reason: 'PROXY_407', proxy: 'p:1' }, /HTTP_PROXY.*NO_PROXY/],
    ['CONFIG_INVALID', { path: 'HTTP_PROXY, ALL_PROXY', hint: 'proxy' }, /^`env/],
  ])('%s %j advises what fits', (code, facts, advice) => {
    expect(inEnglish(code, facts).advice).toMatch(advice);
  });
});

it('says of a store what broke, and of its public address what was there', () => {
  const broke = { found: 'CONNECTION_FAILED', reason: 'UND_ERR_SOCKET', host: 'h:1' };
  expect(inEnglish('STORE_ERROR', broke).found).toBe(
    'the connection failed: the connection was closed (UND_ERR_SOCKET) at h:1',
  );
  expect(inEnglish('PUBLIC_ADDRESS_UNREADABLE', { found: 'DNS_FAILED' }).found).toBe('a name that leads nowhere');
  expect(inEnglish('PUBLIC_ADDRESS_UNREADABLE', { found: 'HTTP_STATUS', status: 403 }).found).toBe(
    'an error (HTTP 403)',
  );
});

it('puts nothing in brackets where nothing stands before them', () => {
  expect(inEnglish('CREDENTIALS_REJECTED', { found: '', status: 401 }).found).toBe('HTTP 401');
  expect(describeError({ code: 'CREDENTIALS_REJECTED', facts: { status: 401 } }, 'zh').found).toBe('HTTP 401');
  expect(inEnglish('CREDENTIALS_REJECTED', { found: 'NoSuchKey', status: 403 }).found).toBe('NoSuchKey (HTTP 403)');
});

describe('errorMessage', () => {
  it('is one line', () => {
    const report = { code: 'FILE_MISSING', facts: { path: 'posts/a\nb.png' } } as const;
    expect(errorMessage(report, 'en')).toMatch(
      /^The file is not there \(where: posts\/a\\u000ab\.png\) · Check the spelling/,
    );
    expect(errorMessage(report, 'zh')).toMatch(/^文件不存在（位置：/);
  });
});

describe('a key that a CDN refuses', () => {
  it('is told apart from one that lacks a right', () => {
    const advice = (found: string): string =>
      describeError({ code: 'CDN_ACCESS_DENIED', facts: { provider: 'aliyun', found } }, 'en').advice;
    expect(advice('SignatureDoesNotMatch')).toContain('secret');
    expect(advice('Forbidden.RAM')).toContain('rights');
  });
});

describe('a broken image', () => {
  it('is mended where it stands if it is a file, and fetched from elsewhere if it is none', () => {
    const advice = (facts: ErrorFacts): string => describeError({ code: 'IMAGE_BROKEN', facts }, 'en').advice;
    expect(advice({ path: 'pics/cut.jpg' })).not.toContain('--remap');
    expect(advice({})).toContain('--remap');
  });
});

describe('a commit that is not here', () => {
  it('is no file', () => {
    expect(describeError({ code: 'BASE_NOT_FOUND', facts: { base: 'x', found: 'missing' } }, 'en').found).toBe(
      'nothing of that name',
    );
  });
});

describe('a CDN of one’s own that does not take a call', () => {
  it('is not told to learn PURGE where a picture was to be fetched', () => {
    const facts = { provider: 'http', found: 'HTTP 404', url: 'https://img.example/a.png' };
    expect(inEnglish('CDN_REFUSED', { ...facts, method: 'PURGE' }).advice).toContain('PURGE');
    const fetched = inEnglish('CDN_REFUSED', { ...facts, method: 'GET' });
    expect(fetched).toMatchObject({ title: 'The edge does not answer with the picture', found: 'HTTP 404' });
    expect(fetched.advice).not.toContain('PURGE');
  });
});
