import { describe, expect, it } from 'vitest';
import { runCli } from '../support/run-cli.js';
import { temporaryFolder } from '../support/temporary-folder.js';

describe('imgferry --help', () => {
  it.each([
    ['by the locale', ['migrate', '--help'], 'zh_CN.UTF-8', '用法：'],
    ['as --lang asks', ['migrate', '--lang', 'zh', '--help'], 'en_US.UTF-8', '用法：'],
    ['English where it is asked for', ['migrate', '--lang=en', '--help'], 'zh_CN.UTF-8', 'Usage:'],
    ['English in a locale that is neither', ['--help'], 'fr_FR.UTF-8', 'Usage:'],
  ])('speaks %s', async (_, args, LANG, usage) => {
    const { code, stdout } = await runCli(args, { cwd: await temporaryFolder(), env: { LANG } });
    expect([code, stdout]).toEqual([0, expect.stringContaining(usage)]);
  });
});
