import { execFileSync, spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { runCli } from '../support/run-cli.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const isInstalled = (shell: string): boolean => spawnSync(shell, ['--version']).status === 0;

/** What a shell offers for a line whose last word is not over. */
const shells = {
  bash: (script: string, words: readonly string[]) => [
    '-c',
    `eval "$1"; shift; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _imgferry imgferry "\${COMP_WORDS[COMP_CWORD]}"; printf '%s\\n' "\${COMPREPLY[@]}"`,
    ...['bash', script, ...words],
  ],
  zsh: (script: string, words: readonly string[]) => [
    '-fc',
    `compdef() { }; _files() { print files }
     _describe() { print -l -- "\${(@P)@[-1]}" | while read -r line; do [[ $line == $words[CURRENT]* ]] && print -r -- "\${line%%:*}"; done }
     eval "$1"; shift; words=("$@"); CURRENT=$#; _imgferry; true`,
    ...['zsh', script, ...words],
  ],
  fish: (script: string, words: readonly string[]) => [
    '-c',
    `echo $argv[1] | source; complete -C $argv[2] | string replace -r '\\t.*' ''; true`,
    ...[script, words.join(' ')],
  ],
};

for (const [shell, argvOf] of Object.entries(shells)) {
  describe.skipIf(!isInstalled(shell))(`completion in ${shell}${isInstalled(shell) ? '' : ' (not installed)'}`, () => {
    const offered = async (line: string): Promise<readonly string[]> => {
      const cwd = await temporaryFolder();
      const { code, stdout } = await runCli(['completion', shell], { cwd });
      expect(code).toBe(0);
      const output = execFileSync(shell, argvOf(stdout, line.split(' ')), { cwd, encoding: 'utf8' });
      return output.split('\n').filter((word) => word !== '');
    };

    it('offers commands, and the options of the one that is named', async () => {
      expect(await offered('imgferry mi')).toEqual(['migrate']);
      expect(await offered('imgferry re')).toEqual(expect.arrayContaining(['relink', 'repair']));
      expect(await offered('imgferry migrate posts --wri')).toEqual(['--write']);
      expect(await offered('imgferry scan --wri')).toEqual([]);
    });
  });
}

describe('completion', () => {
  it('names the shells that it knows', async () => {
    const { code, stderr } = await runCli(['completion', 'ksh'], { cwd: await temporaryFolder() });
    expect(code).toBe(2);
    expect(stderr).toContain('bash, zsh, fish');
  });
});
