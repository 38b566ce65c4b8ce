import { relative } from 'node:path';
import type { InitAnswers } from '../../app/init/init-answers.js';
import { lookAround, type Setup } from '../../app/init/look-around.js';
import { answeredStoreName, writeConfiguration } from '../../app/init/write-configuration.js';
import { readEnvironment } from '../../config/environment.js';
import { ImgferryError } from '../../core/errors.js';
import { label } from '../../messages/label.js';
import { renderDoctor } from '../../report/render-doctor.js';
import { isSet, listFlag, oneOf, textFlag } from '../flags.js';
import { askAnswers, type GivenAnswers } from '../init/ask-answers.js';
import { type Asker, Cancelled } from '../init/asker.js';
import { describeSetup } from '../init/describe-setup.js';
import type { CommandRun } from '../run-command.js';

/** `imgferry init`: writes a configuration where there is none, and looks at what it says. Exit codes as `doctor`. */
export async function run(command: CommandRun): Promise<number> {
  const { cwd, flags, view } = command;
  const format = oneOf('--format', command.format, ['text']);
  const environment = readEnvironment();
  const [config, generator] = [textFlag(flags, 'config'), textFlag(flags, 'generator')];
  const setup = await lookAround({
    cwd,
    environment,
    ...(config === undefined ? {} : { config }),
    ...(generator === undefined ? {} : { generator }),
  });
  const asker = isSet(flags, 'yes') ? undefined : await askerFor(command, environment.isDumbTerminal);
  const text = await settle(setup, asker, command);
  if (text === undefined) {
    command.say(label('init-cancelled', view.lang));
    return 130;
  }
  const { createConfiguration } = await import('../../app/init/create-configuration.js');
  await createConfiguration(setup.file, text);
  command.say(label('init-written', view.lang, { path: shown(setup, cwd) }));
  const context = await command.prepare({ given: { to: answeredStoreName, publicUrl: undefined } });
  const { examine } = await import('../../app/doctor/doctor.js');
  const findings = await examine(context);
  await command.print(`${renderDoctor(findings, { format, ...view })}${nextSteps(view.lang)}`);
  return findings.some(({ level }) => level === 'problem') ? 1 : 0;
}

/** @throws ImgferryError ANSWERS_NEEDED: nobody is there to be asked */
async function askerFor({ signal, view }: CommandRun, isDumbTerminal: boolean): Promise<Asker> {
  if (!process.stdin.isTTY || !process.stdout.isTTY || isDumbTerminal) throw new ImgferryError('ANSWERS_NEEDED');
  const { createClackAsker } = await import('../init/clack-asker.js');
  return createClackAsker({ lang: view.lang, signal });
}

/** @returns the file's text; undefined where the person left, or did not want it */
async function settle(setup: Setup, asker: Asker | undefined, command: CommandRun): Promise<string | undefined> {
  const { cwd, view } = command;
  const seen = describeSetup(setup, view.lang);
  if (asker) asker.show(label('init-here', view.lang), seen);
  else for (const line of seen.split('\n')) command.say(line);
  try {
    const answers: InitAnswers = await askAnswers({ given: givenIn(command), setup, cwd, lang: view.lang, asker });
    const text = writeConfiguration(answers, view.lang);
    if (!asker) return text;
    const path = shown(setup, cwd);
    asker.show(path, text);
    return (await asker.confirm(label('init-ask-write', view.lang, { path }))) ? text : undefined;
  } catch (error) {
    if (error instanceof Cancelled) return undefined;
    throw error;
  }
}

function givenIn({ args, flags }: CommandRun): GivenAnswers {
  const given = Object.fromEntries(
    ['to', 'publicUrl', 'credentials', 'site'].flatMap((name) => {
      const value = textFlag(flags, name);
      return value === undefined ? [] : [[name, value]];
    }),
  );
  return { posts: args, allowHosts: listFlag(flags, 'allowHost'), ...given };
}

const shown = ({ file }: Setup, cwd: string): string => relative(cwd, file) || file;

function nextSteps(lang: CommandRun['view']['lang']): string {
  const steps = (['init-next-check', 'init-next-migrate'] as const).map((id) => label(id, lang).split('|'));
  const width = Math.max(...steps.map(([line = '']) => line.length));
  return `\n${label('next', lang)}\n${steps.map(([line = '', says = '']) => `  ${line.padEnd(width)}   ${says}\n`).join('')}`;
}
