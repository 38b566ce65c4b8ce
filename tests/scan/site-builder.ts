import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll } from 'vitest';

/** A folder of real files that is gone after the test. */
export interface SiteFolder {
  readonly root: string;
  path(name: string): string;
  remove(): Promise<void>;
}

/** Writes files, given by their paths; an empty text is enough where only the name matters. */
export async function buildSite(files: Readonly<Record<string, string>>): Promise<SiteFolder> {
  const root = await realpath(await mkdtemp(join(tmpdir(), 'imgferry-scan-')));
  for (const [name, content] of Object.entries(files)) {
    const path = join(root, name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, content);
  }
  return {
    root,
    path: (name) => join(root, name),
    remove: () => rm(root, { recursive: true, force: true }),
  };
}

type BuildSite = (files: readonly string[] | Readonly<Record<string, string>>) => Promise<SiteFolder>;

/** Builds sites that are gone after the file's last test; of names alone, empty files. */
export function createSites(): BuildSite {
  const folders: SiteFolder[] = [];
  afterAll(() => Promise.all(folders.map((folder) => folder.remove())));
  return async (files) => {
    const folder = await buildSite(
      Array.isArray(files) ? Object.fromEntries(files.map((name) => [name, ''])) : { ...files },
    );
    folders.push(folder);
    return folder;
  };
}
