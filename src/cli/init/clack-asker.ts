import { confirm, note, select, text } from '@clack/prompts';
import type { Language } from '../../messages/catalogue.js';
import { label } from '../../messages/label.js';
import { printable } from '../../messages/printable.js';
import { type Asker, Cancelled } from './asker.js';

/** Asks in the terminal. Loaded only when something is asked. */
export function createClackAsker({ lang, signal }: { readonly lang: Language; readonly signal: AbortSignal }): Asker {
  return {
    text: async ({ question, suggested, example, check }) =>
      answerOf<string>(
        await text({
          message: question,
          initialValue: suggested,
          ...(example === undefined ? {} : { placeholder: label('init-example', lang, { example }) }),
          validate: (answer) => check((answer ?? '').trim()),
          signal,
        }),
      ).trim(),
    select: async ({ question, choices }) =>
      answerOf<number>(
        await select({
          message: question,
          options: choices.map(({ says, hint }, value) => ({
            value,
            label: printable(says),
            ...(hint === undefined ? {} : { hint: printable(hint) }),
          })),
          signal,
        }),
      ),
    confirm: async (question) =>
      answerOf<boolean>(
        await confirm({ message: question, active: label('init-yes', lang), inactive: label('init-no', lang), signal }),
      ),
    show: (title, lines) => note(lines.split('\n').map(printable).join('\n'), printable(title)),
  };
}

/** Clack answers with a symbol where the person left. */
function answerOf<Answer>(answer: Answer | symbol): Answer {
  if (typeof answer === 'symbol') throw new Cancelled();
  return answer;
}
