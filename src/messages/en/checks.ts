import type { Catalogue } from '../catalogue.js';

export const checks: Catalogue['checks'] = {
  configuration: {
    name: 'configuration',
    ok: '[[{path}]][[none, the defaults apply{found|silent}]]',
    warn: '[[{path}]]',
    skipped: 'not looked at',
  },
  ledger: {
    name: 'ledger',
    ok: '{path}[[, {runs:run:runs}]]',
    warn: '[[{path}]]',
    skipped: 'not looked at',
  },
  posts: {
    name: 'posts',
    ok: '{documents:post:posts} with {images:image:images}',
    warn: 'no posts were named; give a path or `posts:`',
    skipped: 'not looked at',
  },
  store: {
    name: 'store',
    ok: '{store}[[ ({kind})]]',
    warn: 'no store is named: give one with `--to`, or under `stores:` in the configuration',
    skipped: 'not looked at',
  },
  credentials: {
    name: 'keys',
    ok: '[[{id}]][[ from {source}]]',
    warn: '[[{id}]][[ from {source}]]',
    skipped: 'none are needed',
  },
  writable: {
    name: 'writable',
    ok: 'yes',
    warn: '[[{found|term}]]',
    skipped: 'not looked at',
  },
  'overwrite-guard': {
    name: 'overwriting',
    ok: 'the store refuses it',
    warn: 'can’t be refused ({finding|term}): imgferry looks first',
    skipped: 'not looked at',
  },
  'public-address': {
    name: 'public address',
    ok: 'serves what is stored[[: {url}]]',
    warn: 'none is known: give `--public-url`, or `publicUrl:` to the store',
    skipped: '[[{found}, ]]can’t be asked from here',
  },
  'forced-download': {
    name: 'opening an image',
    ok: 'browsers show it',
    warn: 'browsers download an image that is opened by itself (in pages it shows); a custom domain ends it',
    skipped: 'not looked at',
  },
  clock: {
    name: 'clock',
    ok: 'right',
    warn: 'differs from the store’s[[ by {offset|duration}]]; over 15 minutes it would refuse: `timedatectl set-ntp true`',
    skipped: 'not looked at',
  },
};
