import { ImgferryError } from '../../../core/errors.js';
import type { CallOptions } from '../../../core/storage.js';
import { withoutBody } from '../bucket/bucket-request.js';
import type { SendWebDav } from './webdav-request.js';

/** The folders of a server: a file has its place only where they were made (RFC 4918, 9.7.1). */
export interface DavFolders {
  /** Makes the folders above a path that aren't there. */
  prepare(path: string, call: CallOptions): Promise<void>;
  /** Those that were made, or seen, are asked for again. */
  forget(): void;
}

export function createDavFolders(send: SendWebDav): DavFolders {
  const standing = new Map<string, Promise<void>>();

  /** The lowest first: mostly it is there, or its own folder is. */
  async function make(folder: string, call: CallOptions): Promise<void> {
    const above = folderAbove(folder);
    try {
      await makeOne(folder, call);
    } catch (error) {
      if (above === '' || !isWithoutPlace(error)) throw error;
      await stand(above, call);
      await makeOne(folder, call);
    }
  }

  /** 405: something stands there (RFC 4918, 9.3.1); if it is no folder, the put says so. */
  async function makeOne(folder: string, { signal }: CallOptions): Promise<void> {
    try {
      withoutBody(await send({ method: 'MKCOL', path: folder, signal }));
    } catch (error) {
      if (!(error instanceof ImgferryError) || error.facts.status !== 405) throw error;
    }
  }

  async function stand(folder: string, call: CallOptions): Promise<void> {
    const known = standing.get(folder);
    if (known) return known;
    const making = make(folder, call);
    standing.set(folder, making);
    try {
      await making;
    } catch (error) {
      standing.delete(folder);
      throw error;
    }
  }

  return {
    async prepare(path, call) {
      const folder = folderAbove(path);
      if (folder !== '') await stand(folder, call);
    },
    forget: () => standing.clear(),
  };
}

/** Ends in `/`, as a folder's address should; empty for the root. */
const folderAbove = (path: string): string => path.replace(/[^/]*\/?$/, '');

const isWithoutPlace = (error: unknown): boolean =>
  error instanceof ImgferryError && (error.facts.status === 409 || error.code === 'OBJECT_NOT_FOUND');
