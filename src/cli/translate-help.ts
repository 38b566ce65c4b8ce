import type { Command } from 'commander';
import type { Translate } from '../messages/help-text.js';

/** Says descriptions of a command, its options and all commands below it in another language. */
export function translateHelp(command: Command, translate: Translate): void {
  command.description(translate(command.description()));
  for (const option of command.options) option.description = translate(option.description);
  for (const one of command.commands) translateHelp(one, translate);
}

/** Lines of examples: what stands before two spaces is typed, what follows is said. */
export function translateLines(text: string, translate: Translate): string {
  return text
    .split('\n')
    .map((line) => {
      const [, typed = '', said = line] = /^(.* {2,})(\S.*)$/.exec(line) ?? [];
      return `${typed}${translate(said)}`;
    })
    .join('\n');
}
