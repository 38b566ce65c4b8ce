// Preloaded into the program (`node --import`): notes each step that reaches the disk, the ledger or the network, and
// kills the process (-9) before or after one of them. `TORTURE_RECORD` names the file that the steps are noted in,
// `TORTURE_KILL` is `{side, name, nth}` in JSON. Nothing of it is in the program that people get.
import { subscribe } from 'node:diagnostics_channel';
import fs from 'node:fs';
import { createRequire, syncBuiltinESMExports } from 'node:module';
import { relative, sep } from 'node:path';

const isProgram = /[\\/]bin[\\/]imgferry\.js$/.test(process.argv[1] ?? '');
const { TORTURE_RECORD: record, TORTURE_KILL: kill } = process.env;
if (isProgram && (record !== undefined || kill !== undefined)) await watchSteps();

async function watchSteps() {
  const cwd = process.cwd();
  const target = kill === undefined ? undefined : JSON.parse(kill);
  const { openSync, writeSync } = fs;
  const log = record === undefined ? undefined : openSync(record, 'a');
  let reached = 0;

  /** What the file is for: the first folder of its path below the working directory, or what it is in `.imgferry`. */
  const roleOf = (path) => {
    const parts = relative(cwd, String(path)).split(sep);
    if (parts[0] !== '.imgferry') return parts[0] === '' || parts[0] === '..' ? 'elsewhere' : parts[0];
    return parts.length > 2 || ['spool', 'originals'].includes(parts[1]) ? parts[1] : 'ledger';
  };

  const note = (side, name, facts) => {
    if (log !== undefined) writeSync(log, `${JSON.stringify({ side, name, ...facts })}\n`);
    if (target?.side !== side || target.name !== name) return;
    reached += 1;
    if (reached === target.nth) process.kill(process.pid, 'SIGKILL');
  };

  /** Calls a function with its step noted on both sides; one that fails has no "after". */
  const around = (name, facts, call) => {
    note('before', name, facts);
    const result = call();
    if (typeof result?.then !== 'function') {
      note('after', name, facts);
      return result;
    }
    return result.then((value) => {
      note('after', name, facts);
      return value;
    });
  };

  const wrap = (owner, method, describe) => {
    const original = owner[method];
    owner[method] = function wrapped(...args) {
      const step = describe.call(this, ...args);
      if (step === undefined) return original.apply(this, args);
      return around(step.name, step.facts, () => original.apply(this, args));
    };
  };

  const onPath = (verb, which) => (from, to) => {
    const path = String(which === 'to' ? to : from);
    return { name: `${verb} ${roleOf(path)}`, facts: { path: String(from), ...(which === 'to' ? { to: path } : {}) } };
  };

  const opened = new WeakMap();
  const { open } = fs.promises;
  const isForWriting = (flags) => typeof flags === 'string' && /[wa+]/.test(flags);
  fs.promises.open = async (path, flags = 'r', mode) => {
    const make = () => open(path, flags, mode);
    const handle = isForWriting(flags)
      ? await around(`create ${roleOf(path)}`, { path: String(path) }, make)
      : await make();
    opened.set(handle, { path: String(path), isForWriting: isForWriting(flags) });
    return handle;
  };

  const sample = await open(process.execPath, 'r');
  const prototype = Object.getPrototypeOf(sample);
  await sample.close();
  const onHandle = (verb) =>
    function describe() {
      const found = opened.get(this);
      if (found === undefined) return undefined;
      if (found.isForWriting) return { name: `${verb} ${roleOf(found.path)}`, facts: { path: found.path } };
      return verb === 'sync' ? { name: `sync folder ${roleOf(found.path)}`, facts: { path: found.path } } : undefined;
    };
  for (const method of ['write', 'writev', 'writeFile']) wrap(prototype, method, onHandle('write'));
  for (const method of ['sync', 'datasync']) wrap(prototype, method, onHandle('sync'));

  for (const [owner, ending] of [
    [fs.promises, ''],
    [fs, 'Sync'],
  ]) {
    for (const verb of ['rename', 'link', 'copyFile', 'symlink']) wrap(owner, verb + ending, onPath(verb, 'to'));
    for (const verb of ['unlink', 'rm', 'mkdir', 'truncate']) wrap(owner, verb + ending, onPath(verb, 'from'));
  }
  const descriptors = new Map();
  fs.openSync = (path, ...rest) => {
    const descriptor = openSync(path, ...rest);
    descriptors.set(descriptor, String(path));
    return descriptor;
  };
  wrap(fs, 'fsyncSync', (descriptor) => {
    const path = descriptors.get(descriptor) ?? '';
    return { name: `sync folder ${roleOf(path)}`, facts: { path } };
  });
  wrap(fs, 'writeFileSync', onPath('write', 'from'));
  wrap(fs.promises, 'writeFile', (file) => {
    const path = typeof file === 'string' ? file : opened.get(file)?.path;
    return path === undefined ? undefined : { name: `write ${roleOf(path)}`, facts: { path } };
  });

  const Database = createRequire(import.meta.url)('libsql');
  const levels = new WeakMap();
  wrap(Database.prototype, 'exec', function describe(sql) {
    const [, level] = /^PRAGMA synchronous = (\w+); BEGIN/.exec(sql) ?? [];
    if (level !== undefined) levels.set(this, level);
    if (sql !== 'COMMIT') return undefined;
    return { name: levels.get(this) === 'NORMAL' ? 'write ledger' : 'commit ledger', facts: {} };
  });

  const onRequest = (side) => (message) => {
    const { method, origin, path } = message.request;
    note(side, `request ${method}`, { path: `${origin}${path}` });
  };
  subscribe('undici:request:create', onRequest('before'));
  subscribe('undici:request:headers', onRequest('after'));
  syncBuiltinESMExports();
}
