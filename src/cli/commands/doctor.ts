import { renderDoctor } from '../../report/render-doctor.js';
import { oneOf } from '../flags.js';
import type { CommandRun } from '../run-command.js';

/** `imgferry doctor`: exit code 1 where something must be mended. */
export async function run(command: CommandRun): Promise<number> {
  const context = await command.prepare();
  const { examine } = await import('../../app/doctor/doctor.js');
  const findings = await examine(context);
  const format = oneOf('--format', command.format, ['text', 'json']);
  await command.print(renderDoctor(findings, { format, ...command.view }));
  return findings.some(({ level }) => level === 'problem') ? 1 : 0;
}
