import type { ErrorText } from '../catalogue.js';

/** What keeps a check from beginning. */
export const checkErrors = {
  BASELINE_INVALID: {
    title: 'The baseline can’t be used',
    expected: 'lines of a reason and an address, as `--update-baseline` writes them',
    found: '[[{found|term}]]',
    advice:
      'Take the line out, or write the file anew: `imgferry check POSTS --baseline {path|shell} --update-baseline`.',
    cases: {
      'found=missing': {
        title: 'There is no baseline at that path',
        expected: 'a file',
        advice: 'Write it first: `imgferry check POSTS --baseline {path|shell} --update-baseline`, and commit it.',
      },
      'found=not-readable': {
        expected: 'a file that may be read',
        advice: 'Check that it is a file: `ls -l {path|shell}`.',
      },
    },
  },
  REPOSITORY_NOT_FOUND: {
    title: 'This folder is in no git repository',
    expected: 'a working copy: what changed is asked of git',
    advice: 'Run it inside the repository, or without --changed, --since and --staged.',
  },
  BASE_NOT_FOUND: {
    title: 'The commit to compare with is not here[[: {base}]]',
    expected: 'a branch, tag or commit that this repository has',
    found: '[[{found|term}]]',
    advice:
      'In GitHub Actions give `actions/checkout` the line `fetch-depth: 0`; elsewhere `git fetch origin {base}`, or name another with `--since REF`.',
    cases: { 'found=missing': { found: 'nothing of that name' } },
  },
  GIT_FAILED: {
    title: 'git could not tell what changed',
    found: '[[{found|term}]]',
    advice: 'Run `git status` in this folder: it says what is wrong.',
    cases: {
      'found=ENOENT': {
        title: 'There is no git on this machine',
        advice: 'Install git, or check without --changed, --since and --staged.',
      },
    },
  },
  REPAIR_UNPROVED: {
    title: 'Broken[[: {reason|verdict}]], and nothing is proved to take its place',
    found: '[[{tried|attempt}]]',
    advice:
      '[[{reason|advice} ]]Where its bytes were seen before, `--from DIR` finds a copy of it in your own folders.',
    cases: {
      copy: {
        advice:
          'The same picture is in {copy}, where the site does not publish it: put it among the site’s images and run this again, or bring it to a store with `imgferry migrate` and `--remap FROM=file:DIR`.',
      },
      near: {
        advice:
          '{near} has the same name, and nothing proves that it is the same picture: compare them yourself.[[ {reason|advice}]]',
      },
    },
  },
} as const satisfies Record<string, ErrorText>;
