import { ImgferryError } from '../../core/errors.js';
import type { Ledger } from '../../core/ledger.js';
import type { Twin } from '../../core/orphan.js';
import type { ObjectInfo, ObjectStore } from '../../core/storage.js';
import type { UseCaseContext } from '../context.js';
import { createObjectContents } from '../transfer/object-contents.js';

/**
 * Objects of other stores that have an orphan's bytes, by the orphan's key. Only objects of the same size are compared.
 *
 * @param others by their names
 * @param onAway told of a store that can't be listed
 */
export async function findTwins(
  orphans: readonly ObjectInfo[],
  store: ObjectStore,
  others: ReadonlyMap<string, ObjectStore>,
  {
    ledger,
    onAway,
  }: { readonly ledger: Pick<Ledger, 'contentOf'>; readonly onAway: (name: string, error: ImgferryError) => void },
  { signal }: UseCaseContext,
): Promise<ReadonlyMap<string, readonly Twin[]>> {
  const twins = new Map<string, Twin[]>();
  const bySize = groupBySize(orphans);
  for (const [name, other] of others) {
    const remembered = { contentOf: ledger.contentOf, recordContent: () => undefined }; // a look writes nothing
    const contents = createObjectContents({ source: store, target: other }, remembered, { signal });
    try {
      for await (const info of other.list('', { signal })) {
        for (const orphan of info.size === 0 ? [] : (bySize.get(info.size) ?? [])) {
          if (!(await contents.compare(orphan, info)).isEqual) continue;
          const url = other.publicUrl(info.key);
          const twin = { store: name, key: info.key, ...(url === undefined ? {} : { url }) };
          twins.set(orphan.key, [...(twins.get(orphan.key) ?? []), twin]);
        }
      }
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof ImgferryError)) throw error;
      onAway(name, error);
    }
  }
  return twins;
}

function groupBySize(orphans: readonly ObjectInfo[]): ReadonlyMap<number, readonly ObjectInfo[]> {
  const groups = new Map<number, ObjectInfo[]>();
  for (const orphan of orphans) {
    const group = groups.get(orphan.size);
    if (group) group.push(orphan);
    else groups.set(orphan.size, [orphan]);
  }
  return groups;
}
