#!/usr/bin/env node
// libuv reads UV_THREADPOOL_SIZE once, at the first piece of work; an ES module has already caused some.
// Without this sharp encodes at most four pictures at once, whatever the machine has.
process.env.UV_THREADPOOL_SIZE ??= String(Math.max(4, require('node:os').availableParallelism() * 2 + 4));

import('../dist/program/main.js').then(
  ({ main }) => main(process.argv.slice(2)),
  (error) => {
    const missing = error.code === 'ERR_MODULE_NOT_FOUND';
    console.error(missing ? 'imgferry is not built yet: run `npm run build` in its folder.' : error);
    process.exitCode = missing ? 2 : 70;
  },
);
