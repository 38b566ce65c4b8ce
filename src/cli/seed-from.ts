import type { UseCaseContext } from '../app/context.js';
import { label } from '../messages/label.js';
import { isSet } from './flags.js';
import type { CommandRun } from './run-command.js';

/** Fills an empty ledger from the map of `--seed`, and says on stderr what came of it. */
export async function seedFrom(path: string, context: UseCaseContext, { flags, say, view }: CommandRun): Promise<void> {
  const { seedLedger } = await import('../app/map/seed-ledger.js');
  const images = await seedLedger(path, context);
  if (isSet(flags, 'quiet')) return;
  say(
    images === undefined
      ? label('seed-not-needed', view.lang, { path })
      : label('seeded', view.lang, { n: images, path }),
  );
}
