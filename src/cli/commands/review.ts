import type { Outcome } from '../../core/outcome.js';
import { label } from '../../messages/label.js';
import { isSet } from '../flags.js';
import { openPage } from '../open-page.js';
import { printOutcome } from '../print-outcome.js';
import type { CommandRun } from '../run-command.js';

/** `imgferry review`: prepares a migration, serves its plan to a browser of this machine, and does what is approved there. */
export async function run(command: CommandRun): Promise<number> {
  const { args, flags, view } = command;
  const { lang } = view;
  const context = await command.prepare({ command: 'migrate', given: args.length > 0 ? { posts: args } : {} });
  const { openReview } = await import('../../app/review/open-review.js');
  const { outcome, review } = await openReview(context);
  if (!review) return printOutcome(outcome, command);
  const { startReviewServer } = await import('../../serve/review-server.js');
  const { explainToPage, reviewCalls } = await import('../review/review-calls.js');
  const { reviewShell } = await import('../../report/review/review-html.js');
  const ending = createEnding(context.signal);
  const server = await startReviewServer({
    port: typeof flags.port === 'number' ? flags.port : 0,
    page: reviewShell({ lang, version: context.version }),
    calls: reviewCalls(review, { context, lang, onApplied: ending.apply }),
    explain: (error) => explainToPage(error, lang),
  });
  command.say(label('review-listening', lang, { address: server.address }));
  if (isSet(flags, 'open') && !(await openPage(server.address))) command.say(label('review-not-opened', lang));
  const applied = await ending.reached;
  await server.close();
  if (applied) return printOutcome(applied, command);
  command.say(label('review-left', lang));
  return 130;
}

/** How a review ends: applied, or left. */
function createEnding(signal: AbortSignal) {
  let apply: (outcome: Outcome) => void = () => undefined;
  const reached = new Promise<Outcome | undefined>((resolve) => {
    apply = resolve;
    if (signal.aborted) resolve(undefined);
    else signal.addEventListener('abort', () => resolve(undefined), { once: true });
  });
  return { apply, reached };
}
