import { dirname, join } from 'node:path';
import { readScalars } from '../../scalars/read-scalars.js';
import type { FileLookup } from '../file-lookup.js';
import type { SearchFolder, Site } from '../site.js';

/** Obsidian: a vault is a folder with `.obsidian` in it. */
export function detectObsidian(root: string, files: FileLookup): Site | undefined {
  if (!files.isFolder(join(root, '.obsidian'))) return undefined;
  const setting = readAttachmentFolder(root, files);
  const inVault: SearchFolder = { rule: 'vault-path', folder: root };
  return {
    generator: 'obsidian',
    root,
    base: '/',
    aliases: [],
    rootFolders: [inVault],
    relativeFolders: (post) => [
      inVault,
      { rule: 'beside-post', folder: dirname(post) },
      { rule: 'vault-attachments', folder: attachmentsOf(post, root, setting) },
    ],
    vault: root,
    markdownIsMdx: false,
    files,
  };
}

function readAttachmentFolder(root: string, files: FileLookup): string {
  const text = files.readText(join(root, '.obsidian', 'app.json')) ?? '';
  const scalars = readScalars(text, { start: 0, end: text.length }, 'json');
  return scalars.find(({ path }) => path.join('.') === 'attachmentFolderPath')?.value ?? '/';
}

/** `/` is the vault, `./` the note's folder, `./sub` a folder in it, anything else a folder of the vault. */
const attachmentsOf = (post: string, root: string, setting: string): string =>
  setting.startsWith('./') ? join(dirname(post), setting) : join(root, setting);
