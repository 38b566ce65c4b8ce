import { join } from 'node:path';
import { expect, it } from 'vitest';
import { writeTree } from '../support/file-tree.js';
import { runCli } from '../support/run-cli.js';
import { temporaryFolder } from '../support/temporary-folder.js';

it('check tells what is in a file of the project, and nothing of what is in one outside', async () => {
  const folder = await temporaryFolder();
  await writeTree(folder, {
    'passwords.png': 'root:x:0:0',
    'project/inside.png': 'inside:words',
    'project/p.md': '![](../passwords.png)\n![](inside.png)\n',
  });
  const project = join(folder, 'project');
  for (const format of ['json', 'text', 'html', 'sarif']) {
    const { code, stdout } = await runCli(['check', 'p.md', '--local', '--format', format], { cwd: project });
    expect(code).toBe(1);
    expect(stdout).toContain('passwords.png');
    expect(stdout).toContain('inside:words');
    expect(stdout).not.toContain('root:x');
  }
});
