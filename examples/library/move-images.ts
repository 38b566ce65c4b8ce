import { createContext, exitCodeFor, follow, migrate } from 'imgferry';

const context = await createContext({
  command: 'migrate',
  given: { posts: ['posts'], to: 'file:bucket', publicUrl: 'https://img.example.com/' },
  signal: AbortSignal.timeout(60 * 60 * 1000), // what was begun is ended, what was done is kept
});

const run = follow(migrate, context);
for await (const event of run) {
  if (event.type === 'asset-settled') console.log(event.outcome.state, event.outcome.url);
  if (event.type === 'post-settled') console.log(event.outcome.file, event.outcome.edits);
}

const { outcome } = await run.finished;
console.log(`${outcome.totals.stored} stored, undo with: imgferry undo ${outcome.run}`);
process.exitCode = exitCodeFor(outcome);
