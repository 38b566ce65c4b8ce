import { parseStore } from '../../storage/store-name.js';
import type { AnsweredStore } from './init-answers.js';
import { pathBeside } from './look-around.js';

/**
 * A store's address, its parameters as fields of their own; a folder's path as the configuration has it.
 *
 * @param file the configuration
 * @throws ImgferryError STORE_UNKNOWN, STORE_INVALID, STORE_HAS_SECRET
 */
export function storeOfAddress(address: string, file: string, cwd: string): AnsweredStore {
  const store = parseStore(address, {});
  if (store.kind === 'file') return { url: `file:${pathBeside(file, store.folder, cwd)}` };
  const [url = '', query = ''] = address.split(/\?(.*)/s);
  const parameters = new URLSearchParams(query);
  const field = (name: string): object => (parameters.has(name) ? { [name]: parameters.get(name) } : {});
  return {
    url,
    ...field('region'),
    ...field('endpoint'),
    ...field('cname'),
    ...(parameters.get('path-style') === 'true' ? { pathStyle: true } : {}),
  };
}
