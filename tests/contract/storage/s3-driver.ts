import { beforeEach, describe, expect, it } from 'vitest';
import { ImgferryError } from '../../../src/core/errors.js';
import type { ObjectKey } from '../../../src/core/object-key.js';
import { proved } from '../../storage/proved.js';
import type { ProxyFault, ProxyLogEntry } from '../../support/fault-proxy.js';
import type { Radosgw } from '../../support/radosgw.js';
import { type OpenedS3, openS3 } from './s3-store.js';
import { bodyOf, call, collect, key, put, sampleBytes } from './samples.js';

const name = key('图/a 1+%.png');
const bytes = sampleBytes(5000);
const secret = 'A-SECRET-NOBODY-MAY-SEE';

const isPut = ({ method }: ProxyLogEntry): boolean => method === 'PUT';
const isHead = ({ method }: ProxyLogEntry): boolean => method === 'HEAD';
const isGuarded = ({ headers }: ProxyLogEntry): boolean => headers['if-match'] !== undefined;

/** An error as AWS documents it ("REST error responses"). */
const refusal = (status: number, code: string, inside = '', headers: Record<string, string> = {}): ProxyFault => ({
  kind: 'answer',
  status,
  headers,
  body: `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>it says so</Message>${inside}<RequestId>4442587FB7D0A2F9</RequestId></Error>`,
});

/** What the S3 driver does beyond the contract; `gateway` is there once tests run. */
export function describeS3Driver(gateway: () => Radosgw): void {
  describe('the S3 driver', () => {
    let opened: OpenedS3;

    beforeEach(async () => {
      opened = await openS3(gateway(), { style: 'path', prefix: 'blog/' });
      return () => opened.close();
    });

    it('keeps every header of an object', async () => {
      const headers = {
        'content-type': 'image/png',
        'cache-control': 'max-age=1',
        'content-disposition': 'inline',
        'content-encoding': 'identity',
        'content-language': 'zh',
        expires: 'Thu, 01 Dec 2050 16:00:00 GMT',
        'x-amz-meta-by': 'me',
        'x-amz-storage-class': 'STANDARD',
      };
      const { driver } = opened;
      await driver.put(name, bodyOf(bytes), put({ headers }));
      expect((await driver.head(name, call()))?.headers).toEqual(headers);
    });

    it('copies an object as it is listed without looking at it, and takes its headers along', async () => {
      const { store, proxy } = opened;
      const headers = { 'content-type': 'image/webp', 'cache-control': 'max-age=1', 'x-amz-meta-by': 'me' };
      await store.driver.put(name, bodyOf(bytes), put({ headers }));
      const [listed] = await collect(store.list('', call()));
      if (!listed) throw new Error('the object is not listed');
      expect(store.canCopyAsListed(listed)).toBe(true);
      const before = proxy.requests.length;
      const copied = await store.copyFrom(store, listed, key('copied.webp'), call());
      const { info } = await proved(store, copied, call());
      expect(proxy.requests.slice(before).map(({ method }) => method)).toEqual(['HEAD', 'PUT', 'HEAD']);
      expect(info).toMatchObject({ size: bytes.length, headers });
      await store.driver.put(name, bodyOf(sampleBytes(5000, 2)), put());
      const stale = await store.copyFrom(store, listed, key('stale.webp'), call());
      expect(await proved(store, stale, call())).toMatchObject({ isNewer: true }); // Ceph copies what stands there by now, in place of refusing
    });

    it('reads many objects back by one page of a listing, and a single one by itself', async () => {
      const { store, proxy } = opened;
      const keys = Array.from({ length: 40 }, (_, at) => key(`文章/${at}.png`));
      const put = async (one: ObjectKey) => store.storeUnread(one, bodyOf(bytes), { headers: {}, ...call() });
      const stored = await Promise.all(keys.map(put));
      const unread = stored.flatMap((one) => ('isUnread' in one ? [one] : []));
      expect(unread).toHaveLength(40);
      const before = proxy.requests.length;
      const found = await store.readBack(unread, call());
      expect(found.map((one) => ('info' in one ? one.info.key : one))).toEqual(keys);
      expect(proxy.requests.slice(before).map(({ method }) => method)).toEqual(['GET']);
      await store.readBack(unread.slice(0, 1), call());
      expect(proxy.requests.slice(before + 1).map(({ method }) => method)).toEqual(['HEAD']);
    });

    it('sends the digests of what it puts, and the condition', async () => {
      await opened.driver.put(name, bodyOf(Buffer.from('bytes')), put({ ifAbsent: true }));
      expect(opened.proxy.requests.at(-1)).toMatchObject({
        method: 'PUT',
        headers: {
          'content-md5': 'SzpiGLs+OnMD6KFxpg/Pkg==',
          'content-length': '5',
          'if-none-match': '*',
          'x-amz-content-sha256': '277089d91c0bdf4f2e6862ba7e4a07605119431f5d13f726dd352b06f1b206a9',
        },
      });
    });

    const seen = (): readonly string[] => opened.proxy.requests.map(({ method, status }) => `${method} ${status}`);

    it('tries once whether the provider decides conditions, and leaves nothing of it', async () => {
      const { driver } = opened;
      for (const one of ['a', 'b', 'c']) await driver.put(key(one), bodyOf(bytes), put({ ifAbsent: true }));
      expect(seen()).toEqual(['PUT 412', 'HEAD 404', 'PUT 200', 'PUT 412', 'PUT 200', 'PUT 200']);
      expect(driver.features.conditionalPut).toBe(true);
      expect(await opened.rawNames()).toEqual(['a', 'b', 'c']);
    });

    it('looks first as well where one condition is decided and the other is not', async () => {
      const { driver, proxy } = opened;
      let guarded = 0;
      const isSecond = ({ headers }: ProxyLogEntry): boolean => headers['if-none-match'] === '*' && ++guarded === 2;
      proxy.add({ kind: 'answer', status: 200 }, { when: isSecond });
      await driver.put(key('a'), bodyOf(bytes), put({ ifAbsent: true }));
      expect(driver.features.conditionalPut).toBe(false);
      await driver.put(key('b'), bodyOf(bytes), put({ ifAbsent: true }));
      expect(seen().slice(-2)).toEqual(['HEAD 404', 'PUT 200']);
    });

    it('learns nothing of the conditions from a busy bucket', async () => {
      const { driver, proxy } = opened;
      let guarded = 0;
      const isSecond = ({ headers }: ProxyLogEntry): boolean => headers['if-none-match'] === '*' && ++guarded === 2;
      proxy.add(refusal(503, 'SlowDown'), { when: isSecond });
      await driver.put(key('a'), bodyOf(bytes), put({ ifAbsent: true }));
      await driver.put(key('b'), bodyOf(bytes), put({ ifAbsent: true }));
      expect(seen().slice(-3)).toEqual(['HEAD 404', 'PUT 200', 'PUT 412']);
    });

    it.each<[string, ProxyFault]>([
      ['says that it has none (501)', refusal(501, 'NotImplemented')],
      ['says that it has none (400)', refusal(400, 'InvalidArgument')],
      ['puts all the same', { kind: 'answer', status: 200 }],
    ])('looks first where the provider %s', async (_, fault) => {
      const { driver, proxy } = opened;
      proxy.add(fault, { when: isGuarded });
      expect(await driver.preflight(call())).toMatchObject({ findings: [{ id: 'no-conditional-put' }] });
      expect(driver.features.conditionalPut).toBe(false);
      const { etag = '' } = await driver.put(name, bodyOf(bytes), put({ ifAbsent: true }));
      expect(proxy.requests.slice(-2).map(({ method, status }) => `${method} ${status}`)).toEqual([
        'HEAD 404',
        'PUT 200',
      ]);
      await expect(driver.put(name, bodyOf(sampleBytes(9)), put({ ifAbsent: true }))).rejects.toMatchObject({
        code: 'OBJECT_CONFLICT',
      });
      await expect(driver.put(name, bodyOf(sampleBytes(9)), put({ ifMatch: '"0"' }))).rejects.toMatchObject({
        code: 'OBJECT_CONFLICT',
        facts: { expected: '"0"', found: etag },
      });
      await driver.put(name, bodyOf(sampleBytes(9)), put({ ifMatch: etag }));
      expect(await opened.readRaw(name)).toEqual(sampleBytes(9));
    });

    it('says what stands there in place of the object that was meant', async () => {
      const { driver } = opened;
      const { etag = '' } = await driver.put(name, bodyOf(bytes), put());
      await expect(driver.put(name, bodyOf(sampleBytes(9)), put({ ifMatch: '"0"' }))).rejects.toMatchObject({
        code: 'OBJECT_CONFLICT',
        facts: { key: name, expected: '"0"', found: etag },
      });
    });

    it.each<[string, Record<string, string>]>([
      ['of parts', { etag: `"${'0'.repeat(32)}-2"` }],
      ['of other encryption', { etag: `"${'0'.repeat(32)}"`, 'x-amz-server-side-encryption': 'aws:kms' }],
      ['of a customer’s key', { 'x-amz-server-side-encryption-customer-algorithm': 'AES256' }],
    ])('takes no ETag %s for an MD5', async (_, headers) => {
      const { driver, proxy } = opened;
      proxy.add({ kind: 'change-answer', headers }, { times: 9 });
      expect(await driver.put(name, bodyOf(bytes), put())).not.toHaveProperty('checksum');
      expect(await driver.head(name, call())).not.toHaveProperty('checksum');
      expect(driver.features.checksum).toBeUndefined();
    });

    it('notices a body that was damaged on its way, which the gateway does', async () => {
      opened.proxy.add({ kind: 'damage-request' }, { when: isPut });
      await expect(opened.driver.put(name, bodyOf(bytes), put())).rejects.toMatchObject({
        code: 'CHECKSUM_MISMATCH',
        isPassing: true,
      });
      expect(await opened.rawNames()).toEqual([]);
    });

    it('refuses what is too large for one put before anything is sent', async () => {
      const body = { ...bodyOf(bytes), size: 5 * 2 ** 30 + 1 };
      await expect(opened.driver.put(name, body, put())).rejects.toMatchObject({
        code: 'STORE_REFUSED',
        facts: { hint: 'too-large' },
      });
      expect(opened.proxy.requests).toEqual([]);
    });

    it('reads names as the page says that they are written', async () => {
      const page = (inside: string): ProxyFault => ({
        kind: 'answer',
        status: 200,
        body: `<ListBucketResult><IsTruncated>false</IsTruncated>${inside}</ListBucketResult>`,
      });
      const item = (text: string): string => `<Contents><Key>${text}</Key><Size>1</Size></Contents>`;
      const names = async (): Promise<string[]> =>
        (await collect(opened.driver.list('', call()))).map((one) => one.key);
      opened.proxy.add(page(`<EncodingType>url</EncodingType>${item('blog%2Fa+b%2Bc%20%E5%9B%BE')}`));
      expect(await names()).toEqual(['a b+c 图']);
      opened.proxy.add(page(item('blog/a+b%20c')));
      expect(await names()).toEqual(['a+b%20c']);
    });

    it('asks for the next page by the token that it was given', async () => {
      const page = (inside: string): ProxyFault => ({
        kind: 'answer',
        status: 200,
        body: `<ListBucketResult>${inside}</ListBucketResult>`,
      });
      opened.proxy.add(
        page('<IsTruncated>true</IsTruncated><NextContinuationToken>1ueG/a%2B+=</NextContinuationToken>'),
      );
      opened.proxy.add(page('<IsTruncated>false</IsTruncated>'));
      await collect(opened.driver.list('', call()));
      expect(opened.proxy.requests[1]?.path).toContain('continuation-token=1ueG%2Fa%252B%2B%3D');
    });

    it('calls its own what was stored though its answer got lost', async () => {
      opened.proxy.add({ kind: 'lose-answer' }, { when: ({ headers }) => headers['if-none-match'] !== undefined });
      const headers = { 'content-type': 'image/png' };
      const stored = await opened.store.store(name, bodyOf(bytes), { headers, ...call() });
      expect(stored).toMatchObject({ state: 'reused', info: { size: bytes.length } });
    });
  });

  describe('the S3 driver, refused', () => {
    let opened: OpenedS3;

    const open = async (options: Partial<Parameters<typeof openS3>[1]> = {}): Promise<OpenedS3> => {
      opened = await openS3(gateway(), { style: 'path', ...options });
      return opened;
    };

    beforeEach(() => () => opened.close());

    it.each<[string, Partial<Parameters<typeof openS3>[1]>, string, Record<string, unknown>]>([
      ['unknown keys', { keys: ['AKIANOBODYNOBODY', secret] }, 'CREDENTIALS_REJECTED', { keyId: 'AKIA…BODY' }],
      ['a wrong secret', { keys: [undefined, secret] }, 'CREDENTIALS_REJECTED', { found: 'SignatureDoesNotMatch' }],
      ['a clock that is off', { now: () => Date.now() - 3_600_000 }, 'CLOCK_SKEWED', {}],
    ])('names %s, whatever is asked', async (_, options, code, facts) => {
      const { driver } = await open(options);
      for (const attempt of [
        () => driver.preflight(call()),
        () => driver.head(name, call()),
        () => driver.open(name, call()),
        () => driver.put(name, bodyOf(bytes), put({ ifAbsent: true })),
        () => driver.delete(name, call()),
        () => collect(driver.list('', call())),
      ]) {
        const error: unknown = await attempt().then(
          () => undefined,
          (reason: unknown) => reason,
        );
        if (!(error instanceof ImgferryError)) throw error;
        expect(error).toMatchObject({ code, facts, cause: expect.any(Error) });
        expect(JSON.stringify(error.facts) + String(error.cause)).not.toContain(secret);
      }
    });

    it('names a bucket that is not there', async () => {
      const { driver } = await open({ bucket: 'nobodys' });
      for (const attempt of [
        () => driver.preflight(call()),
        () => driver.open(name, call()),
        () => driver.put(name, bodyOf(bytes), put({ ifAbsent: true })),
        () => collect(driver.list('', call())),
      ])
        await expect(attempt()).rejects.toMatchObject({ code: 'BUCKET_NOT_FOUND', facts: { bucket: 'nobodys' } });
    });

    it('says that the clock is off before it is refused for it', async () => {
      const { driver } = await open({ now: () => Date.now() + 600_000 });
      expect((await driver.preflight(call())).findings).toMatchObject([{ id: 'clock' }]);
    });

    const malformed = refusal(400, 'AuthorizationHeaderMalformed', '<Region>eu-west-1</Region>');
    const redirect = refusal(301, 'PermanentRedirect', '<Endpoint>b.s3.eu-west-1.amazonaws.com</Endpoint>', {
      'x-amz-bucket-region': 'eu-west-1',
    });

    it.each([
      ['a signature for another region', malformed],
      ['a redirect to another region', redirect],
    ])('names the region that %s tells of', async (_, fault) => {
      const { driver, proxy } = await open();
      proxy.add(fault, { times: Number.POSITIVE_INFINITY });
      for (const attempt of [
        () => driver.preflight(call()),
        () => driver.head(name, call()),
        () => driver.put(name, bodyOf(bytes), put({ ifAbsent: true })),
      ])
        await expect(attempt()).rejects.toMatchObject({
          code: 'REGION_WRONG',
          facts: { expected: 'eu-west-1', found: 'us-east-1' },
        });
    });

    it('believes the bucket which region it is in, where the endpoint is content with any', async () => {
      const { driver, proxy } = await open();
      proxy.add({ kind: 'change-answer', headers: { 'x-amz-bucket-region': 'eu-west-1' } }, { when: isHead });
      await expect(driver.preflight(call())).rejects.toMatchObject({ code: 'REGION_WRONG' });
    });

    it.each([
      ['AccessDenied', 403, 'STORE_ACCESS_DENIED', { method: 'PUT' }],
      ['ExpiredToken', 400, 'CREDENTIALS_REJECTED', { found: 'ExpiredToken' }],
      ['ConditionalRequestConflict', 409, 'OBJECT_CONFLICT', { key: name }],
      ['BadDigest', 400, 'CHECKSUM_MISMATCH', {}],
      ['XAmzContentSHA256Mismatch', 400, 'CHECKSUM_MISMATCH', {}],
      ['KeyTooLongError', 400, 'KEY_INVALID', { key: name }],
      ['EntityTooLarge', 400, 'STORE_REFUSED', { status: 400, found: 'EntityTooLarge' }],
      ['NotImplemented', 501, 'STORE_REFUSED', { status: 501 }],
      ['RequestTimeout', 400, 'STORE_ERROR', { found: 'RequestTimeout' }],
      ['OperationAborted', 409, 'STORE_ERROR', {}],
      ['InternalError', 500, 'STORE_ERROR', { status: 500 }],
    ])('takes %s for what it means', async (code, status, ours, facts) => {
      const { driver, proxy } = await open();
      proxy.add(refusal(status, code), { when: isPut });
      await expect(driver.put(name, bodyOf(bytes), put())).rejects.toMatchObject({ code: ours, facts });
    });

    it('waits as long as a busy bucket asks', async () => {
      const { driver, proxy } = await open();
      proxy.add(refusal(503, 'SlowDown', '', { 'retry-after': '7' }));
      await expect(driver.put(name, bodyOf(bytes), put())).rejects.toMatchObject({
        code: 'STORE_ERROR',
        isPassing: true,
        facts: { status: 503, retryAfter: 7000 },
      });
    });

    it('goes on where the keys may not ask about the bucket', async () => {
      const { driver, proxy } = await open();
      proxy.add({ kind: 'answer', status: 403 }, { when: isHead });
      expect(await driver.preflight(call())).toEqual({ findings: [] });
    });

    it('refuses a bucket that may not be written to', async () => {
      const { driver, proxy } = await open();
      proxy.add(refusal(403, 'AccessDenied'), { when: isPut });
      await expect(driver.preflight(call())).rejects.toMatchObject({
        code: 'STORE_ACCESS_DENIED',
        facts: { provider: 's3' },
      });
    });
  });
}
