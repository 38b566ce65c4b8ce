import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

/** The top of the repository, with a slash. */
export const root = fileURLToPath(new URL('../../', import.meta.url));

/** The command lines of `imgferry` in the code of a page, each as its words. */
export async function commandsIn(page: string): Promise<readonly (readonly string[])[]> {
  const text = await readFile(`${root}${page}`, 'utf8');
  const blocks = [...text.matchAll(/^```(?:sh|console)\n(.*?)^```/gms)].map(([, block = '']) => block);
  return blocks
    .flatMap((block) => block.replaceAll('\\\n', ' ').split('\n'))
    .map((line) => line.replace(/^\$ /, ''))
    .filter((line) => /^imgferry(?: |$)/.test(line))
    .map(wordsOf);
}

/** As a shell takes a line apart, without anything that it would fill in. */
function wordsOf(line: string): readonly string[] {
  const words = [...line.matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)].map(
    ([, one, two, three]) => one ?? two ?? three ?? '',
  );
  const comment = words.findIndex((word) => ['|', '>'].includes(word) || word.startsWith('#'));
  return words.slice(1, comment < 0 ? undefined : comment);
}
