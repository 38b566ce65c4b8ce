import type { Outcome } from '../../core/outcome.js';
import { label } from '../../messages/label.js';
import { printable } from '../../messages/printable.js';
import type { CommandRun } from '../run-command.js';
import { uploadProblems } from '../upload-problems.js';

/** `imgferry watch`: moves the local images of posts as they are saved, until it is interrupted. */
export async function run(command: CommandRun): Promise<number> {
  const { args, view } = command;
  const context = await command.prepare({ command: 'migrate', given: args.length > 0 ? { posts: args } : {} });
  const { watchPosts } = await import('../../app/watch/watch-posts.js');
  await watchPosts(context, {
    onReady: () => command.print(label('watch-ready', view.lang)),
    async onRun(outcome) {
      await command.print(linesOf(outcome, command));
      for (const problem of problemsOf(outcome)) command.sayError(problem);
    },
  });
  return 0;
}

function linesOf({ images, posts }: Outcome, { view: { lang } }: CommandRun): string {
  const moved = images.filter(({ state }) => state === 'stored' || state === 'reused');
  const edited = posts.filter(({ state }) => state === 'edited');
  return [
    ...moved.map(({ url, publicUrl = '' }) => printable(`${url} → ${publicUrl}`)),
    ...edited.map(({ file, edits }) => label('watch-edited', lang, { file, edits })),
  ]
    .map((line) => `${line}\n`)
    .join('');
}

const problemsOf = (outcome: Outcome) => [
  ...uploadProblems(outcome),
  ...outcome.posts.flatMap(({ error, file }) => (error ? [{ code: error.code, facts: { file, ...error.facts } }] : [])),
];
