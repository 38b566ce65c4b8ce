import { join, resolve } from 'node:path';
import { ImgferryError } from '../core/errors.js';
import { createGit, type Git, type GitOptions } from '../lib/git.js';

/** What git knows of a working copy; paths are absolute, in the spelling of the folder that it was asked from. */
export interface Repository {
  /** Files that differ from a commit, are new or gone; files that git ignores are never among them. */
  changedSince(commit: string | undefined): Promise<ReadonlySet<string>>;
  /** Files that the next commit changes, adds or removes. */
  staged(): Promise<ReadonlySet<string>>;
  stagedDeletions(): Promise<ReadonlySet<string>>;
  /** Files that stand otherwise on the disk than in what is to be committed. */
  unstaged(): Promise<ReadonlySet<string>>;
  /** Files that git has. */
  tracked(): Promise<ReadonlySet<string>>;
  /** Files that git neither has nor ignores. */
  untracked(): Promise<ReadonlySet<string>>;
  /** A file as it is to be committed; undefined where it isn't. */
  readStaged(path: string): Promise<Buffer | undefined>;
  /**
   * The commit that a branch has in common with the first of these references that is there.
   *
   * @returns undefined in a repository without a commit
   * @throws ImgferryError BASE_NOT_FOUND {base, found}
   */
  baseOf(references: readonly string[]): Promise<string | undefined>;
}

/** @throws ImgferryError REPOSITORY_NOT_FOUND, GIT_FAILED */
export async function openRepository(options: GitOptions): Promise<Repository> {
  const up = await createGit(options).ask(['rev-parse', '--show-cdup']);
  const root = resolve(options.cwd, textOf(up));
  const git = createGit({ ...options, cwd: root });
  const list = async (args: readonly string[]): Promise<ReadonlySet<string>> => {
    const names = textOf(await git.ask(args)).split('\0');
    return new Set(names.filter((name) => name !== '').map((name) => join(root, name)));
  };
  const listTracked = () => list(['ls-files', '-z']);
  const untracked = () => list(['ls-files', '-z', '--others', '--exclude-standard']);

  return {
    async changedSince(commit) {
      const tracked = commit === undefined ? listTracked() : list(['diff', ...asNames, commit, '--']);
      const [known, unknown] = await Promise.all([tracked, untracked()]);
      return new Set([...known, ...unknown]);
    },
    staged: () => list(['diff', ...asNames, '--cached', '--']),
    stagedDeletions: () => list(['diff', ...asNames, '--cached', '--diff-filter=D', '--']),
    unstaged: () => list(['diff', ...asNames, '--']),
    tracked: listTracked,
    untracked,
    readStaged: (path) => git.ask(['cat-file', 'blob', `:0:${path.slice(root.length + 1)}`], [128]),
    baseOf: (references) => findBase(references, git),
  };
}

/** A rename is a file that is gone and one that is new: both matter. */
const asNames = ['--name-only', '-z', '--no-renames', '--no-relative', '--no-ext-diff', '--ignore-submodules'];

async function findBase(references: readonly string[], git: Git): Promise<string | undefined> {
  const base = references.at(-1) ?? 'HEAD';
  const head = await commitOf('HEAD', git);
  for (const reference of references) {
    const commit = await commitOf(reference, git);
    if (commit === undefined) continue;
    if (head === undefined || commit === head) return commit;
    const common = await git.ask(['merge-base', commit, head], [1]);
    if (common === undefined) throw new ImgferryError('BASE_NOT_FOUND', { base, found: 'no-common-commit' });
    return textOf(common);
  }
  if (references.every((reference) => reference === 'HEAD')) return undefined;
  throw new ImgferryError('BASE_NOT_FOUND', { base, found: 'missing' });
}

async function commitOf(reference: string, git: Git): Promise<string | undefined> {
  const isOption = reference.startsWith('-');
  const found = isOption
    ? undefined
    : await git.ask(['rev-parse', '--verify', '--quiet', `${reference}^{commit}`], [1, 128]);
  return found && textOf(found);
}

/** Without the line end that git puts behind a single answer. */
const textOf = (output: Buffer | undefined): string => (output ?? Buffer.alloc(0)).toString('utf8').replace(/\n$/, '');
