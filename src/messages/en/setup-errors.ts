import type { ErrorText } from '../catalogue.js';

/** What the person asked for, or set up. */
export const setupErrors = {
  USAGE_INVALID: {
    title: 'The command line can’t be followed[[: {option}]]',
    found: '[[{found|typed}]]',
    advice: '[[Did you mean `{hint}`? ]]`imgferry COMMAND --help` lists what a command takes.',
    cases: {
      lines: {
        title: 'There is no line {found}',
        expected: 'a line from 1 to {lines}',
        advice: '`imgferry explain {path|shell}` shows every image in it.',
      },
    },
  },
  CONFIG_INVALID: {
    title: 'The configuration has a value that can’t be used[[: {key}]]',
    found: '[[{found|typed}]]',
    advice:
      '[[Did you mean `{hint}`? ]]Correct it, or take the key out: every option has a default. config/presets/ has commented examples.',
    cases: {
      'hint=proxy': {
        title: 'The proxy that a variable of the environment names can’t be used',
        advice: '`env | grep -i _proxy` shows what is set (lower case counts too, and wins). Correct it, or unset it.',
      },
    },
  },
  CONFIG_UNREADABLE: {
    title: 'The configuration can’t be read',
    found: '[[{found|term}]][[: {detail}]]',
    advice: 'Correct the place that is named. An editor that knows YAML shows it too.',
    cases: {
      'found=missing': {
        title: 'There is no configuration of that name',
        advice: 'Check what `--config` names, or leave it out: imgferry.config.yaml is looked for upward from here.',
      },
      'found=not-readable': { advice: 'Check that it is a file and that you may read it: `ls -l {path|shell}`.' },
      'expected=.yaml': { advice: 'A configuration is YAML or JSON, never code.' },
    },
  },
  CONFIG_EXISTS: {
    title: 'There is a configuration already',
    advice: 'It is left as it is. Edit it, or take it away first; `imgferry doctor` looks at what it says.',
  },
  ANSWERS_NEEDED: {
    title: '`imgferry init` asks questions, and there is no terminal to answer them in',
    expected: 'a terminal, or `--yes`',
    advice:
      '`imgferry init --yes` takes what is suggested; `--to`, `--public-url`, `--credentials`, `--generator` and `--site` say otherwise.',
  },
  STORE_UNKNOWN: {
    title: 'There is no such store[[: “{name}”]]',
    expected:
      '[[one of {known}, or ]]file:DIR, oss://BUCKET/PREFIX?region=…, s3://BUCKET/PREFIX?region=…, webdavs://HOST/PATH',
    advice: 'Check the spelling, or add it under `stores:` in imgferry.config.yaml.',
  },
  STORE_INVALID: {
    title: 'The store [[“{store}” ]]is not described in a way that can be used[[: {field}]]',
    advice:
      'Write file:DIR, oss://BUCKET/PREFIX?region=cn-hangzhou, s3://BUCKET/PREFIX?region=us-east-1&endpoint=URL, or webdavs://HOST/PATH; region and endpoint stand on the bucket’s page in the console.',
    cases: {
      'field=bucket': {
        advice:
          'Take the bucket’s name from its page in the console; it stands first: `oss://BUCKET/PREFIX?region=…`, `s3://BUCKET/PREFIX?region=…`.',
      },
    },
  },
  STORE_HAS_SECRET: {
    title: 'The store’s name holds a secret[[ ({field})]]',
    expected: 'a name without keys: it is shown, logged and remembered',
    found: '[[{field|term}]]',
    advice:
      'Take it out and treat the key as known to others: make a new one. Keys come from variables (OSS_ACCESS_KEY_ID, OSS_ACCESS_KEY_SECRET; AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY; WEBDAV_USERNAME, WEBDAV_PASSWORD) or from `credentials:` in the configuration.',
  },
  CREDENTIALS_MISSING: {
    title: 'There are no keys for the store[[ “{store}”]]',
    expected: '[[one of {expected}]]',
    found: '[[only {found}]]',
    advice:
      'Set OSS_ACCESS_KEY_ID and OSS_ACCESS_KEY_SECRET, or name a source: `credentials: env:PREFIX`, `ossutil:NAME`, `picgo`, `piclist`. `imgferry doctor` shows what is found where.',
    cases: {
      variable: {
        title: 'A variable that the configuration names is not set: {variable}',
        expected: '[[a value for {key}]]',
        found: '[[{found|term}]]',
        advice: 'Set it in your shell (`export {variable}=…`) or among the secrets of your CI.',
      },
      source: {
        title: 'There are no keys where the store’s were said to be: {source}',
        expected: '[[{expected}]]',
        advice: 'Check the name; `imgferry doctor` shows what is found where.',
      },
      'provider=s3': {
        advice:
          'Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY (every provider that speaks S3 gives such a pair), or name a source: `credentials: env:PREFIX`, `profile:NAME`, `rclone:NAME`. `imgferry doctor` shows what is found where.',
      },
      'provider=webdav': {
        title: 'The server of the store[[ “{store}”]] asks who is there, and no password is known',
        found: '[[it asks by {found}]]',
        advice:
          'Set WEBDAV_USERNAME and WEBDAV_PASSWORD, or other variables by `credentials: env:PREFIX` (PREFIX_USERNAME, PREFIX_PASSWORD). Services that sign in by a page of their own give passwords for apps.',
      },
    },
  },
  CREDENTIALS_UNREADABLE: {
    title: 'The file that should hold the keys can’t be read',
    found: '[[{found|term}]][[: {detail}]]',
    advice: 'Check that it exists, that you may read it, and that the tool it belongs to still accepts it.',
  },
  CREDENTIALS_AMBIGUOUS: {
    title: 'Two stores of one kind would use the same pair of keys',
    expected: 'a source of its own for each store',
    found: '[[{stores}, neither with `credentials:`]]',
    advice:
      'Name both under `stores:` in imgferry.config.yaml, each with a `credentials:` line (`env:PREFIX`, `profile:NAME`), the same one twice if that is meant.',
  },
  CREDENTIALS_REJECTED: {
    title: 'The store does not accept the key[[ {keyId}]][[ from {source}]][[ {name}]]',
    found: '[[{found|term}]][[ (HTTP {status})]]',
    advice:
      'Check that the key is enabled and belongs to this account, and that the secret was copied whole. `imgferry doctor` shows which key is used and where it came from.',
  },
  POSTS_NOT_NAMED: {
    title: 'Which posts are meant?',
    expected: 'the folder of a site, or paths',
    found: 'a folder of everything: all below it would be read',
    advice: 'Go to the folder of your posts, or name it: `imgferry overview PATH`; `.` is this folder, if you mean it.',
  },
  NO_POSTS_FOUND: {
    title: 'No posts were found',
    expected: 'Markdown or HTML files (.md, .markdown, .mdx, .html)',
    found: '[[none below {paths}]]',
    advice:
      'Go to the folder of your posts, or name it behind the command. Check --include and --exclude too; `imgferry --help` lists what there is.',
  },
  PATH_NOT_FOUND: {
    title: 'There is nothing at that path',
    expected: 'a file or folder',
    advice: 'Check the spelling; paths start at the folder you are in, those of the configuration at its own folder.',
    cases: {
      'hint=store': {
        title: 'The folder of the store is not there',
        expected: 'a folder of a WebDAV server',
        advice: 'Check the path in the store’s address, and whether it is WebDAV that answers there.',
      },
      'hint=file': {
        title: 'The store is a file, and no folder',
        expected: 'a folder',
        advice: 'Name the folder that the file is in: `file:DIR`.',
      },
      'hint=glob': {
        title: 'No post matches that pattern',
        expected: 'Markdown or HTML files (.md, .markdown, .mdx, .html) that match',
        advice:
          'Check the spelling; `**` stands for any folders. What git ignores, and what a generator wrote, counts only where the pattern begins with its folder.',
      },
    },
  },
  KEY_TEMPLATE_INVALID: {
    title: 'The key template can’t be used[[: {template}]]',
    expected: '[[{expected}]]',
    found: '[[{field}]][[{found|term}]]',
    advice:
      'Fields are {{year}} {{month}} {{day}} {{digest}} {{digest:N}} {{name}} {{ext}} {{post}} {{width}} {{height}}; everything else is taken as it is.',
    cases: {
      'hint=queue': {
        title: 'Keys would depend on which worker is first[[: {template}]]',
        advice:
          'With `--queue` a key is made of the bytes alone: {{digest}} or {{digest:N}} (N from 16), {{ext}}, {{width}}, {{height}}.',
      },
    },
  },
  PUBLIC_URL_MISSING: {
    title: 'It is not known at which address readers reach the store[[ “{store}”]]',
    expected: 'a base address to write into the posts',
    advice:
      'Add `--public-url https://img.example.com/`, `--public-url /images/`, or `--public-url relative`; or `publicUrl:` to the store in the configuration.',
  },
  PORT_NOT_FREE: {
    title: 'The port[[ {port}]] can’t be listened at',
    advice: 'End what listens there (another `imgferry serve`, PicGo), or take another with `--port`.',
  },
  REMAP_INVALID: {
    title: 'The mapping can’t be used[[: {found}]]',
    expected: 'FROM=TO, two address prefixes',
    advice:
      'Write it like `https://old.example.com/=file:backup/` or `https://old.example.com/=https://mirror.example/`.',
    cases: { 'hint=relink': { advice: 'Write it like `https://old.example.com/=https://img.example.com/`.' } },
  },
  PLAN_INVALID: {
    title: 'The file is no plan that can be carried out',
    found: '[[{found|term}]]',
    advice: 'Make a new one: `imgferry migrate POSTS --to STORE --plan plan.json`.',
  },
  MAP_INVALID: {
    title: 'The file is no map of images[[ (line {line})]]',
    found: '[[{found}]]',
    advice: 'Take one that `imgferry map --out FILE` wrote; after a merge, remove the marks of conflicts.',
  },
  RUN_UNKNOWN: {
    title: 'There is no such run[[: {run}]]',
    expected: '[[one of {known}]]',
    advice: '`imgferry runs` lists the runs that are remembered here.',
    cases: {
      'hint=none-yet': {
        title: 'There is no run to tell of yet',
        advice:
          'A run is what a command does with `--write`: `imgferry migrate POSTS --to STORE --write`. Of those of another folder, start there, or name its ledger: `--ledger FILE`.',
      },
    },
  },
  NOTHING_TO_UNDO: {
    title: 'There is nothing to undo[[ in {post}]]',
    expected: 'a run whose edits still stand',
    advice: '[[Edited were {known}. ]]`imgferry runs` shows every run and what became of its edits.',
  },
  BUCKET_NOT_FOUND: {
    title: 'The bucket does not exist[[: {bucket}]]',
    found: '[[{found|term}]][[ (HTTP {status})]]',
    advice:
      'Check its name and region, and that the keys belong to the account that owns it. imgferry never creates a bucket.',
  },
  REGION_WRONG: {
    title: 'The bucket [[{bucket} ]]is in another region',
    expected: '[[{expected}]]',
    advice: 'Write the right region into the store’s name or the configuration.',
  },
  ENDPOINT_FORBIDDEN: {
    title: 'The bucket does not answer at this endpoint[[: {host}]]',
    expected: 'a custom domain (CNAME), or an endpoint that is open for this account',
    advice:
      'Accounts opened since March 2025 reach buckets in mainland China through a domain of their own only: bind one in the console and add `cname=https://img.example.com` to the store.',
    cases: {
      'hint=path-style': {
        advice:
          'OSS does not take the bucket in the path: use the default endpoint of its region, or a domain of your own.',
      },
    },
  },
  MANIFEST_INVALID: {
    title: 'The manifest can’t be used',
    expected: 'lines as `imgferry transfer --manifest` writes them',
    found: '[[{found|term}]]',
    advice: 'Look at the line, or write the manifest anew with `--write --manifest {path|shell}`.',
  },
  STORE_ACCESS_DENIED: {
    title: 'The store [[“{store}” ]]refuses access[[ with the key {keyId}]]',
    found: '[[{found|term}]][[ (HTTP {status})]]',
    advice:
      'Give the key the rights oss:PutObject, oss:GetObject and oss:ListObjects on this bucket (RAM policy), or the folder to your user. [[If it is someone else’s and its readers pay: `{setting}` to the store in the configuration, or `&requester-pays=true` in its address.]]',
    cases: {
      'hint=list': {
        title: 'The store[[ “{bucket}”]] may not be listed[[ with the key {keyId}]]',
        advice:
          'A transfer must know what is there: give the key the right oss:ListObjects (s3:ListBucket) on the bucket; reading objects alone is not enough. [[If it is someone else’s and its readers pay: `{setting}` to the store in the configuration, or `&requester-pays=true` in its address.]]',
      },
      'provider=webdav': {
        title: 'The WebDAV server refuses access to the store[[ “{store}”]][[ as {keyId}]]',
        advice:
          'Look whether the path in its address is the folder’s, and whether this user may read, write, make folders and delete there.',
      },
      'provider=s3': {
        advice:
          'Give the key the rights s3:PutObject, s3:GetObject and s3:ListBucket on this bucket (without the last, what is absent looks forbidden), and s3:DeleteObject for `doctor`. [[If it is someone else’s and its readers pay: `{setting}` to the store in the configuration, or `&requester-pays=true` in its address.]]',
      },
    },
  },
  FOLDER_NOT_WRITABLE: {
    title: 'The folder can’t be written to',
    found: '[[{found|term}]]',
    advice: 'Check its owner and rights (`ls -ld {path|shell}`), or choose another folder with `--to file:DIR`.',
    cases: {
      'hint=ledger': {
        title: 'The ledger can’t be written',
        advice: 'Check its owner and rights (`ls -ld {path|shell}`), or name another place: `--ledger FILE`.',
      },
      'option=--manifest': {
        title: 'The manifest can’t be written to that file',
        advice: 'Name a file that you may write to, in a folder that is there. Nothing was moved.',
      },
      option: {
        title: 'The output can’t be written to that file',
        advice: 'Name a file that you may write to.',
      },
    },
  },
  FOLDER_ESCAPED: {
    title: 'A link leads out of the store’s folder',
    expected: '[[a path in {expected}]]',
    advice: 'Replace the symbolic link by a folder, or name the folder that it leads to as the store.',
  },
} as const satisfies Record<string, ErrorText>;
