import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What people write into a loop over a folder, with Debian's webp, libavif-bin and libjpeg-turbo-progs; what a program can't read stays. */
export const scripts = {
  'cwebp -q 80': byScript(['jpeg', 'png', 'tiff', 'webp'], 'webp', (from, to) => [
    'cwebp',
    '-quiet',
    '-q',
    '80',
    from,
    '-o',
    to,
  ]),
  avifenc: byScript(['jpeg', 'png'], 'avif', (from, to) => ['avifenc', '-j', '1', from, to]),
  'cjpeg -quality 80': byScript(['jpeg'], 'jpeg', (from, to) => [
    'sh',
    '-c',
    'djpeg "$1" | cjpeg -quality 80 -optimize -progressive > "$2"',
    'sh',
    from,
    to,
  ]),
};

function byScript(reads, format, commandFor) {
  return async (_bytes, facts, { path }) => {
    if (!reads.includes(facts.format)) return { reason: 'not read', format: facts.format };
    const folder = mkdtempSync(join(tmpdir(), 'imgferry-bench-script-'));
    try {
      const to = join(folder, `result.${format}`);
      const [program, ...args] = commandFor(path, to);
      execFileSync(program, args, { stdio: ['ignore', 'ignore', 'pipe'] });
      return { bytes: readFileSync(to), format };
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  };
}
