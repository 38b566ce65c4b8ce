// node bench/adversarial.mjs [--only TEXT]: five million characters of what parsers stumble over, each scanned in a process
// of its own: processor time, and how far memory rises above what the same process takes with one character. Needs
// `npm run build`.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { adversarialTexts } from './adversarial-texts.mjs';

const { values } = parseArgs({ options: { size: { type: 'string', default: '5000000' }, only: { type: 'string' } } });
const size = Number(values.size);
const chosen = adversarialTexts.filter(({ name }) => name === (values.only ?? name));
const baseline = measure(chosen[0]?.name, 1).memory;

console.log('| what, 5 MB of it | s | memory, x the text | references |\n|---|---|---|---|');
let isOver = false;
for (const { name } of chosen) {
  const { memory, references, time } = measure(name, size);
  const times = (memory - baseline) / size;
  // Some 800 bytes and 10 µs a reference are what finding it is for.
  isOver ||= references < 1000 && (time > 1000 || times > 10);
  console.log(
    `| ${name.replaceAll('|', '\\|')} | ${(time / 1000).toFixed(2)} | ${Math.max(times, 0).toFixed(1)} | ${references} |`,
  );
}
process.exitCode = isOver ? 1 : 0;

function measure(name, length) {
  const script = fileURLToPath(new URL('scan-adversarial.mjs', import.meta.url));
  const { status, stderr, stdout } = spawnSync(process.execPath, [script, name, String(length)], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${name}: ${stderr}`);
  return JSON.parse(stdout);
}
