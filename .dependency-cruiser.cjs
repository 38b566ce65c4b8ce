// The table of rooms: which folder of src/ may import which. Siblings do not import each other unless it says so.
const rooms = {
  core: [],
  lib: ['core'],
  messages: ['core'],
  net: ['core', 'lib'],
  scan: ['core', 'lib'],
  fetch: ['core', 'lib', 'net'],
  inspect: ['core', 'lib'],
  optimize: ['core', 'lib'],
  credentials: ['core', 'lib', 'net'],
  storage: ['core', 'lib', 'net', 'credentials'],
  rewrite: ['core', 'lib', 'scan'],
  cdn: ['core', 'lib', 'net', 'credentials'],
  ledger: ['core', 'lib'],
  pipeline: ['core', 'lib'],
  queue: ['core', 'lib', 'pipeline'],
  report: ['core', 'lib', 'messages'],
  config: ['core', 'lib'],
  serve: ['core', 'lib'],
  cli: ['app', 'serve', 'config', 'report', 'messages', 'core'],
};
const app = Object.keys(rooms).filter((room) => room !== 'cli' && room !== 'serve');

/** Third-party packages that live in one room only, so that `--help` never loads them and they can be replaced. */
const homes = {
  undici: ['net'],
  sharp: ['optimize', 'inspect'],
  libsql: ['ledger'],
  '@jsquash/oxipng': ['optimize'],
  'ali-oss': ['storage'],
  commander: ['cli'],
  '@clack/prompts': ['cli'],
  chokidar: ['app'],
  zod: ['config'],
  commonmark: ['rewrite'],
  bullmq: ['queue'],
  ioredis: ['queue'],
};

module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'no-unresolved', severity: 'error', from: {}, to: { couldNotResolve: true } },
    ...Object.entries({ ...rooms, app }).map(([room, allowed]) => ({
      name: `${room}-imports`,
      severity: 'error',
      from: { path: `^src/${room}/` },
      to: { path: '^src/', pathNot: `^src/(${[room, ...allowed].join('|')})/` },
    })),
    {
      name: 'core-is-pure',
      severity: 'error',
      from: { path: '^src/core/' },
      to: { dependencyTypes: ['npm', 'core'], dependencyTypesNot: ['type-only'] },
    },
    ...Object.entries(homes).map(([name, allowed]) => ({
      name: `${name}-lives-in-${allowed[0]}`,
      severity: 'error',
      from: { path: '^src/', pathNot: `^src/(${allowed.join('|')})/` },
      to: { path: `^node_modules/${name}/` },
    })),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
