import { existsSync } from 'node:fs';
import { createDocumentReader, type ReadDocument } from '../../../scan/document-reader.js';
import { decodeDocument } from '../../../scan/read-document.js';
import type { UseCaseContext } from '../../context.js';
import { openRepository, type Repository } from '../../repository.js';

/** Which changes a check is about: since a commit, or those of the next one. */
export type ChangeScope = { readonly kind: 'since'; readonly base?: string } | { readonly kind: 'staged' };

/** Undefined: as it stands on the disk. */
export type ReadInstead = (path: string) => Promise<Buffer | 'not-staged' | undefined>;

/** What changed, and how files are read that are not checked as they stand on the disk. */
export interface Changes {
  /** As the person knows it; undefined for what is staged. */
  readonly base: string | undefined;
  /** Absolute paths of files that changed, are new or gone. */
  readonly files: ReadonlySet<string>;
  /** Whether a file is there: on the disk, or in what is to be committed. */
  has(file: string): boolean;
  readonly read: ReadDocument;
  /** Bytes of an image where they are not the disk's; `not-staged`: the commit will not have it. */
  readonly readImage: ReadInstead;
}

/**
 * @throws ImgferryError REPOSITORY_NOT_FOUND, BASE_NOT_FOUND, GIT_FAILED
 */
export async function findChanges(scope: ChangeScope, context: UseCaseContext): Promise<Changes> {
  const { cwd, environment, signal } = context;
  const repository = await openRepository({ cwd, env: environment.variables, signal });
  return scope.kind === 'staged' ? stagedChanges(repository) : changesSince(scope.base, repository, context);
}

async function changesSince(
  asked: string | undefined,
  repository: Repository,
  { environment: { pullRequestBase } }: UseCaseContext,
): Promise<Changes> {
  const base = asked ?? pullRequestBase ?? 'HEAD';
  const isRequested = asked === undefined && pullRequestBase !== undefined;
  const commit = await repository.baseOf(isRequested ? [`origin/${base}`, base] : [base]);
  return {
    base,
    files: await repository.changedSince(commit),
    has: existsSync,
    read: createDocumentReader(),
    readImage: async () => undefined,
  };
}

/** What is to be committed counts, not what stands on the disk meanwhile. */
async function stagedChanges(repository: Repository): Promise<Changes> {
  const [files, gone, unstaged, untracked] = await Promise.all([
    repository.staged(),
    repository.stagedDeletions(),
    repository.unstaged(),
    repository.untracked(),
  ]);
  const readFromDisk = createDocumentReader();
  return {
    base: undefined,
    files,
    has: (file) => !gone.has(file) && !untracked.has(file),
    async read(path, options) {
      const staged = unstaged.has(path) ? await repository.readStaged(path) : undefined;
      return staged ? decodeDocument(path, staged) : readFromDisk(path, options);
    },
    async readImage(path) {
      if (untracked.has(path)) return 'not-staged';
      return unstaged.has(path) ? repository.readStaged(path) : undefined;
    },
  };
}
