import { hasImageExtension } from '../../core/image-format.js';
import { createGit } from '../../lib/git.js';
import type { UseCaseContext } from '../context.js';
import { decodeText } from './decode-text.js';

/**
 * The texts of every branch of a repository, remote ones and stashes too, each file's content once.
 *
 * @throws ImgferryError REPOSITORY_NOT_FOUND, GIT_FAILED
 */
export async function* readBranchTexts(root: string, { environment, signal }: UseCaseContext): AsyncGenerator<string> {
  const git = createGit({ cwd: root, env: environment.variables, signal });
  const list = async (...args: readonly string[]): Promise<string> => (await git.ask(args))?.toString('utf8') ?? '';
  const format = '--format=%(objectname)';
  const commits = new Set((await list('for-each-ref', format, 'refs/heads', 'refs/remotes', 'refs/stash')).split('\n'));
  const contents = new Set<string>();
  for (const commit of commits) {
    if (commit === '') continue;
    for (const line of (await list('ls-tree', '-r', '-z', '-l', '--full-tree', commit)).split('\0')) {
      const [, kind, id, size, path] = /^\d+ (\w+) (\w+) +(\d+|-)\t(.*)$/s.exec(line) ?? [];
      if (kind !== 'blob' || id === undefined || path === undefined) continue;
      if (Number(size) <= largestText && (!hasImageExtension(path) || /\.svg$/i.test(path))) contents.add(id);
    }
  }
  for await (const bytes of git.readBlobs(contents)) {
    const text = decodeText(bytes);
    if (text !== undefined) yield text;
  }
}

const largestText = 32 * 2 ** 20;
