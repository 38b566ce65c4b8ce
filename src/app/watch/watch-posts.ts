import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { watch as watchFiles } from 'chokidar';
import { type ErrorReport, exitCodeOf, ImgferryError } from '../../core/errors.js';
import type { Outcome } from '../../core/outcome.js';
import { createDocumentFilter } from '../../scan/discover/find-documents.js';
import { rootOf } from '../../scan/discover/path-roots.js';
import type { UseCaseContext } from '../context.js';
import { migrate } from '../migrate/migrate.js';
import { postPaths, scanOptions } from '../scan.js';
import { targetSettingsOf } from '../workshop.js';

export interface WatchListener {
  /** Saved posts are seen from now on. */
  onReady(): Promise<void>;
  /** A run that did something, or could not; a reason to wait is told once. */
  onRun(outcome: Outcome): Promise<void>;
}

/**
 * Moves the local images of posts as the posts are saved, each time by an ordinary run that `undo` takes back. Images on
 * the web stay, and so do posts that nobody saves. An image that is missing is waited for. Ends when it is aborted.
 *
 * @throws ImgferryError PATH_NOT_FOUND; what is wrong with the command line or the configuration
 */
export async function watchPosts(context: UseCaseContext, { onReady, onRun }: WatchListener): Promise<void> {
  const { cwd, signal } = context;
  targetSettingsOf(context); // says what is wrong with the target before anybody waits
  const roots = postPaths(context).map((path) => rootOf(resolve(cwd, path)).path);
  for (const path of roots) if (!existsSync(path)) throw new ImgferryError('PATH_NOT_FOUND', { path });
  const isPost = createDocumentFilter(postPaths(context), scanOptions(context));
  const saved = createSaved(signal);
  const awaited = new Map<string, Set<string>>(); // posts, by the image that they lack
  const watcher = watchFiles(roots, {
    ignoreInitial: true,
    ignored: (path) => /[\\/](?:node_modules|\.git|\.imgferry)(?:[\\/]|$)/.test(path),
    awaitWriteFinish: { stabilityThreshold: 200, pollInterval: 50 },
  });
  const onSave = (path: string): void => {
    if (isPost(path)) saved.add(path);
    for (const post of awaited.get(path) ?? []) saved.add(post);
    awaited.delete(path);
  };
  try {
    const watching = new Promise<void>((ready, fail) => watcher.once('ready', ready).on('error', fail));
    watcher.on('add', onSave).on('change', onSave);
    await watching;
    await onReady();
    let lastStop: string | undefined;
    let lastFailures = '';
    for await (const some of saved) {
      const posts = some.filter((path) => existsSync(path));
      if (posts.length === 0) continue;
      const outcome = await moveLocalImages(posts, context);
      if (signal.aborted) return;
      for (const { post, image } of missingIn(outcome, cwd)) {
        awaited.set(image, (awaited.get(image) ?? new Set()).add(post));
        watcher.add(image);
      }
      const { stopped } = outcome;
      const failures = failuresIn(outcome);
      const isNews = hasMoved(outcome) || (failures !== '' && failures !== lastFailures);
      if (stopped ? stopped.code !== lastStop : isNews) await onRun(outcome);
      lastStop = stopped?.code;
      lastFailures = failures;
      if (stopped && !isDeleted(stopped)) await goOnLater(stopped, posts, saved, signal);
    }
  } finally {
    await watcher.close();
  }
}

/** What is on the web stays there. */
async function moveLocalImages(posts: readonly string[], context: UseCaseContext): Promise<Outcome> {
  const settings = { ...context.settings, posts };
  return (await migrate({ ...context, settings, emit: () => undefined }, { images: 'local' })).outcome;
}

const hasMoved = ({ images, posts }: Outcome): boolean =>
  images.some(({ state }) => state === 'stored' || state === 'reused') || posts.some(({ state }) => state === 'edited');

/** Empty where nothing failed. A post that was edited here comes round as saved, with what failed in it before. */
function failuresIn({ images, posts }: Outcome): string {
  const failed = images.filter(({ state }) => state === 'failed').map(({ error, url }) => `${error?.code} ${url}`);
  const refused = posts.filter(({ state }) => state === 'refused').map(({ error, file }) => `${error?.code} ${file}`);
  return [...failed, ...refused].join('\n');
}

/** The post was deleted a moment after it was saved. */
const isDeleted = ({ code }: ErrorReport): boolean => code === 'NO_POSTS_FOUND' || code === 'PATH_NOT_FOUND';

/** ms; another run is at work, or the store is away. */
const pause = 5000;

/** @throws ImgferryError what no waiting mends */
async function goOnLater(
  { code, facts }: ErrorReport,
  posts: readonly string[],
  saved: Saved,
  signal: AbortSignal,
): Promise<void> {
  if (exitCodeOf(code) === 2) throw new ImgferryError(code, facts);
  await wait(pause, undefined, { signal }).catch(() => undefined);
  for (const post of posts) saved.add(post);
}

function missingIn({ images }: Outcome, cwd: string): readonly { readonly post: string; readonly image: string }[] {
  return images.flatMap(({ error, places = [] }) => {
    if (error?.code !== 'FILE_MISSING') return [];
    const image = resolve(cwd, String(error.facts.path));
    return places.map(({ file }) => ({ post: resolve(cwd, file), image }));
  });
}

/** Posts that were saved and not yet looked at, gathered while a run is at work. */
interface Saved extends AsyncIterable<readonly string[]> {
  add(post: string): void;
}

function createSaved(signal: AbortSignal): Saved {
  const posts = new Set<string>();
  let wake = (): void => undefined;
  signal.addEventListener('abort', () => wake(), { once: true });
  return {
    add(post) {
      posts.add(post);
      wake();
    },
    async *[Symbol.asyncIterator]() {
      while (!signal.aborted) {
        if (posts.size === 0) {
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
          continue;
        }
        const some = [...posts];
        posts.clear();
        yield some;
      }
    },
  };
}
