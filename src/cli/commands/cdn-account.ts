import { renderAccount } from '../../report/cdn/render-account.js';
import { renderDomains } from '../../report/cdn/render-domains.js';
import { oneOf } from '../flags.js';
import type { CommandModule } from '../run-command.js';

/** `imgferry cdn status [TASK]`. */
export const status: CommandModule = {
  async run(command) {
    const format = oneOf('--format', command.format, ['text', 'json']);
    const context = await command.prepare();
    const { describeCdnTasks } = await import('../../app/cdn/account.js');
    await command.print(renderAccount(await describeCdnTasks(command.args[0], context), { format, ...command.view }));
    return 0;
  },
};

/** `imgferry cdn domains`. */
export const domains: CommandModule = {
  async run(command) {
    const format = oneOf('--format', command.format, ['text', 'json']);
    const context = await command.prepare();
    const { listCdnDomains } = await import('../../app/cdn/account.js');
    await command.print(renderDomains(await listCdnDomains(context), { format, ...command.view }));
    return 0;
  },
};
