// What the benches share: options, ways measured in turns, medians with their spread, a table, JSON to compare with later.
import { mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

/**
 * Options of a bench: numbers by name, each with what it is by default and with `--quick`; `--json FOLDER` is where
 * results are written. What has no name is in `positionals`.
 *
 * @param {Record<string, {full: number, quick: number}>} numbers
 */
export function readOptions(numbers) {
  const text = { type: 'string' };
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      quick: { type: 'boolean', default: false },
      json: text,
      ...Object.fromEntries(Object.keys(numbers).map((name) => [name, text])),
    },
  });
  const chosen = Object.entries(numbers).map(([name, { full, quick }]) => [
    name,
    Number(values[name] ?? (values.quick ? quick : full)),
  ]);
  return { ...Object.fromEntries(chosen), json: values.json, positionals };
}

/** What the figures are of, and on what: the first lines of every bench. */
export function printHeader(subject) {
  const machine = `${availableParallelism()} cores, ${cpus()[0]?.model ?? 'unknown'}, Node ${process.version}`;
  console.log(`${subject}\n${machine}\n`);
}

/**
 * Measures each way once a round, one after the other, so that what else the machine does meets all of them.
 *
 * @param {Record<string, (round: number) => Promise<object>>} ways each gives `elapsed` and `cpu` in ms, `peakMemory` in bytes
 * @returns {Promise<Map<string, object[]>>} the runs of each way
 */
export async function inTurns(ways, rounds) {
  const runs = new Map(Object.keys(ways).map((name) => [name, []]));
  for (let round = 0; round < rounds; round += 1)
    for (const [name, measure] of Object.entries(ways)) runs.get(name).push(await measure(round));
  return runs;
}

/** Of one field; NaN where it was not known. */
export function median(runs, field) {
  const sorted = runs.map((run) => run[field] ?? Number.NaN).sort((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)];
}

/**
 * A line a way: its time with the spread of the rounds, its CPU, its peak memory, and its time as a ratio to the ways it
 * is held against.
 *
 * @param {Record<string, string[]>} against the ways that each is compared with
 */
export function printRuns(runs, against) {
  const width = Math.max(...[...runs.keys()].map((name) => name.length));
  for (const [name, measured] of runs) {
    const times = measured.map(({ elapsed }) => elapsed);
    const spread = times.length > 1 ? ` (${seconds(Math.min(...times))} to ${seconds(Math.max(...times))})` : '';
    const ratios = (against[name] ?? [])
      .filter((other) => runs.has(other))
      .map((other) => `${(median(measured, 'elapsed') / median(runs.get(other), 'elapsed')).toFixed(2)} x ${other}`);
    const columns = [
      name.padEnd(width),
      `${seconds(median(measured, 'elapsed'))}${spread}`,
      `${seconds(median(measured, 'cpu'))} of CPU`,
      megabytes(median(measured, 'peakMemory')),
      ...ratios,
    ];
    console.log(columns.join('  '));
  }
}

/** Writes what was measured, for a comparison with another day's. */
export function saveRuns(folder, name, runs) {
  if (folder === undefined) return;
  mkdirSync(folder, { recursive: true });
  const fields = ({ elapsed, cpu, peakMemory }) => ({ elapsed, cpu, peakMemory });
  const ways = Object.fromEntries([...runs].map(([way, measured]) => [way, measured.map(fields)]));
  const record = { bench: name, node: process.version, cores: availableParallelism(), ways };
  writeFileSync(join(folder, `${name}.json`), `${JSON.stringify(record, null, 2)}\n`);
}

export const seconds = (ms) => `${(ms / 1000).toFixed(2)} s`;

export const megabytes = (bytes) => (Number.isFinite(bytes) ? `${(bytes / 1e6).toFixed(0)} MB` : 'memory not known');
