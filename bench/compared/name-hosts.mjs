// Loaded before a program whose verdicts are compared (`--import`): hosts of the cases lead where the tests' own `lookup`
// has them, whatever resolver this machine has.
import dns from 'node:dns';
import { syncBuiltinESMExports } from 'node:module';

const original = dns.lookup;

dns.lookup = function lookup(hostname, options, callback = options) {
  if (hostname === 'pictures.example') return original('127.0.0.1', options, callback);
  const code = { 'nowhere.invalid': 'ENOTFOUND', 'unreachable.example': 'EAI_AGAIN' }[hostname];
  if (code === undefined) return original(hostname, options, callback);
  const error = Object.assign(new Error(`getaddrinfo ${code} ${hostname}`), { code, syscall: 'getaddrinfo', hostname });
  process.nextTick(callback, error);
};
syncBuiltinESMExports();
