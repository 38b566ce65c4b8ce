import { stringify } from 'yaml';
import { schemaAddress } from '../../config/json-schema-address.js';
import type { Language } from '../../messages/catalogue.js';
import type { InitLabelId } from '../../messages/init-label-ids.js';
import { label } from '../../messages/label.js';
import type { InitAnswers } from './init-answers.js';

/** The name of the store that `to` names. */
export const answeredStoreName = 'main';

/** A commented configuration, as text. Holds what points at keys, never keys. */
export function writeConfiguration(answers: InitAnswers, lang: Language): string {
  const { allowHosts, generator, posts, site, store } = answers;
  const { url, publicUrl, credentials, ...place } = store;
  const isBucket = !url.startsWith('file:');
  const comment = (id: InitLabelId, indent = ''): string => `${indent}# ${label(id, lang)}`;
  const lines = [
    `# yaml-language-server: $schema=${schemaAddress}`,
    comment('init-file-head'),
    '',
    comment('init-file-generator'),
    key('generator', generator ?? 'auto'),
    '',
    comment('init-file-posts'),
    key('posts', posts),
    '',
    comment('init-file-site'),
    site === undefined ? '# site: https://blog.example.com/' : key('site', site),
    '',
    comment('init-file-to'),
    key('to', answeredStoreName),
    '',
    'stores:',
    `  ${answeredStoreName}:`,
    comment(isBucket ? 'init-file-bucket' : 'init-file-folder', '    '),
    key('url', url, '    '),
    ...Object.entries(place).map(([name, value]) => key(name, value, '    ')),
    comment(isBucket ? 'init-file-bucket-url' : 'init-file-folder-url', '    '),
    publicUrl === undefined ? '    # publicUrl: https://img.example.com/' : key('publicUrl', publicUrl, '    '),
    ...(isBucket ? bucketLines(credentials, comment) : []),
    '',
    comment('init-file-pictures'),
    key('imageFormat', 'keep'),
    key('optimize', 'auto'),
    ...(allowHosts.length > 0 ? ['', comment('init-file-hosts'), key('allowHosts', allowHosts)] : []),
    '',
    comment('init-file-exclude'),
    '# exclude:',
    '#   - drafts/**',
  ];
  return `${lines.join('\n')}\n`;
}

function bucketLines(
  credentials: string | undefined,
  comment: (id: InitLabelId, indent: string) => string,
): readonly string[] {
  return [
    comment('init-file-addresses', '    '),
    '    # addresses:',
    '    #   - https://old-img.example.com/',
    comment('init-file-keys', '    '),
    credentials === undefined ? '    # credentials: env:BLOG_OSS' : key('credentials', credentials, '    '),
  ];
}

/** Quoted where YAML needs it. */
const key = (name: string, value: unknown, indent = ''): string =>
  stringify({ [name]: value }, { lineWidth: 0 })
    .trimEnd()
    .split('\n')
    .map((line) => `${indent}${line}`)
    .join('\n');
