import { text } from 'node:stream/consumers';
import { ImgferryError } from '../../../core/errors.js';
import type { ObjectKey } from '../../../core/object-key.js';
import type { CallOptions, ObjectInfo, StorageDriver } from '../../../core/storage.js';
import { openContent } from '../../body-stream.js';
import { listedKey } from '../../listed-key.js';
import { walkFolders } from '../../walk-folders.js';
import { refuseStanding, sourceChanged } from '../bucket/bucket-calls.js';
import { isObjectAbsent, withoutBody } from '../bucket/bucket-request.js';
import { probeKey } from '../bucket/inspect-bucket.js';
import { type DavResource, propertiesAsked, readMultistatus, strongETag } from './read-multistatus.js';
import { createDavFolders } from './webdav-folders.js';
import { createWebDavSender, type WebDavConnection } from './webdav-request.js';

export interface WebDavDriverOptions extends WebDavConnection {
  readonly publicUrl: (key: ObjectKey) => string | undefined;
}

/**
 * Objects as files of a WebDAV server (RFC 4918), which keeps bytes and nothing else: no headers, no checksum.
 *
 * The standard has no put that can't overwrite. `If-None-Match: *` is sent, and what stands there is looked at first;
 * Apache, which heeds that condition, decides it as the request begins: of twenty that come at once two can pass. A LOCK
 * would decide it, but makes an empty object of what is absent (RFC 4918, 7.3), which readers would see.
 *
 * Apache also asks for a file's size and ETag before it opens it: of an object that is replaced in that instant by one of
 * another size, a reader gets bytes that end too early or too late for them (measured: 240 of 57,000 reads).
 */
export function createWebDavDriver({ publicUrl, ...connection }: WebDavDriverOptions): StorageDriver {
  const { settings, now } = connection;
  const { name, prefix } = settings;
  const send = createWebDavSender(connection);
  const folders = createDavFolders(send);

  /** The resource at a path and, where `depth` is 1, what stands in it; undefined when absent. */
  async function findResources(path: string, depth: '0' | '1', call: CallOptions & { readonly key?: ObjectKey }) {
    const headers = { depth, 'content-type': 'application/xml; charset=utf-8' };
    try {
      const response = await send({ method: 'PROPFIND', path, headers, body: propertiesAsked, ...call });
      const found = readMultistatus(await text(response.body));
      if (found) return found;
    } catch (error) {
      call.signal.throwIfAborted();
      if (isObjectAbsent(error)) return undefined;
      throw error;
    }
    throw new ImgferryError('STORE_ERROR', { bucket: name, expected: 'multistatus', found: '' });
  }

  async function head(key: ObjectKey, { signal }: CallOptions): Promise<ObjectInfo | undefined> {
    const [found] = (await findResources(prefix + key, '0', { key, signal })) ?? [];
    return found && !found.isFolder ? infoOf(key, found) : undefined;
  }

  return {
    features: { conditionalPut: false, checksum: undefined },

    /** A put that must be refused, as it asks for an object that isn't there, shows who may write. */
    async preflight({ signal }) {
      const path = prefix + probeKey(now());
      const headers = { 'if-match': '"0"', 'content-length': '0' };
      try {
        withoutBody(await send({ method: 'PUT', path, headers, body: '', signal }));
        withoutBody(await send({ method: 'DELETE', path, signal })); // a server that heeds no condition
      } catch (error) {
        if (!(error instanceof ImgferryError && harmless.has(error.code))) throw error;
      }
      return { findings: [{ id: 'no-conditional-put', facts: { bucket: name } }] };
    },

    isThere: async ({ signal }) => (await findResources(prefix, '0', { signal })) !== undefined,

    head,

    async open(key, { signal, ifMatch }) {
      const response = await send({ method: 'GET', path: prefix + key, key, signal });
      const { headers } = response;
      const etag = strongETag(headers.etag);
      if (ifMatch !== undefined && etag !== ifMatch) {
        response.body.destroy();
        throw sourceChanged({ key, expected: ifMatch, found: etag ?? 'absent' }, undefined);
      }
      const lastModified = Date.parse(headers['last-modified'] ?? '');
      const info = infoOf(key, {
        size: Number(headers['content-length']),
        etag,
        contentType: headers['content-type'],
        lastModified: Number.isNaN(lastModified) ? undefined : lastModified,
      });
      return { info, stream: response.body, canChange: true };
    },

    async put(key, body, options) {
      const { signal, ifAbsent, ifMatch } = options;
      const path = prefix + key;
      // whether anything stands there was looked at already, as `conditionalPut` is false
      if (ifMatch !== undefined) refuseStanding(await head(key, { signal }), options, { bucket: name, key });
      await folders.prepare(path, { signal });
      const headers = {
        ...options.headers,
        'content-length': String(body.size),
        ...(ifAbsent ? { 'if-none-match': '*' } : {}),
      };
      const content = openContent(body.content);
      try {
        const { headers: answered } = withoutBody(
          await send({ method: 'PUT', path, key, headers, body: content, signal }),
        );
        const etag = strongETag(answered.etag);
        if (etag !== undefined) return { key, size: body.size, etag, headers: {} };
      } catch (error) {
        folders.forget(); // somebody may have taken one away
        throw error;
      } finally {
        if (!Buffer.isBuffer(content)) content.destroy();
      }
      const info = await head(key, { signal }); // Apache tells no ETag of what it stored
      if (info) return info;
      throw new ImgferryError('STORE_ERROR', { bucket: name, key, found: 'vanished' });
    },

    /** A folder of that name is none of ours: DELETE would take all that is in it. */
    async delete(key, { signal }) {
      if (!(await head(key, { signal }))) return;
      try {
        withoutBody(await send({ method: 'DELETE', path: prefix + key, key, signal }));
      } catch (error) {
        if (!isObjectAbsent(error)) throw error;
      }
    },

    async *list(below, call) {
      const entriesOf = async (folder: string) => {
        const at = (prefix + folder).replace(/\/$/, '');
        const found = (await findResources(prefix + folder, '1', { signal: call.signal })) ?? [];
        const above = at === '' ? '' : `${at}/`;
        const astray = found.find(({ path }) => path !== at && !path.startsWith(above));
        if (astray) {
          throw new ImgferryError('STORE_ERROR', { bucket: name, expected: `/${above}`, found: `/${astray.path}` });
        }
        return found
          .filter(({ path }) => path !== at)
          .map((resource) => ({ ...resource, name: resource.path.slice(above.length) }))
          .filter((entry) => entry.name !== '' && !entry.name.includes('/'));
      };
      for await (const { key, entry } of walkFolders(entriesOf, below, call)) yield infoOf(listedKey(key), entry);
    },

    publicUrl,
    close: async () => undefined, // the client is its maker's to close
  };
}

/** Of a put that had to be refused: by its condition, or as its folder isn't made yet. */
const harmless: ReadonlySet<ImgferryError['code']> = new Set(['OBJECT_CONFLICT', 'OBJECT_NOT_FOUND', 'STORE_ERROR']);

function infoOf(
  key: ObjectKey,
  { size, etag, contentType, lastModified }: Pick<DavResource, 'size' | 'etag' | 'contentType' | 'lastModified'>,
): ObjectInfo {
  return {
    key,
    size: size ?? 0,
    ...(etag === undefined ? {} : { etag }),
    ...(contentType === undefined ? {} : { contentType }),
    ...(lastModified === undefined ? {} : { lastModified }),
    headers: {},
  };
}
