/** What a document is written in, as its name says; `script` is never searched, only looked at for what is left behind. */
export type DocumentKind = 'markdown' | 'mdx' | 'html' | 'yaml' | 'toml' | 'json' | 'css' | 'script';

const kinds: Readonly<Record<string, DocumentKind>> = {
  mdx: 'mdx',
  html: 'html',
  htm: 'html',
  yml: 'yaml',
  yaml: 'yaml',
  toml: 'toml',
  json: 'json',
  css: 'css',
  scss: 'css',
  sass: 'css',
  less: 'css',
  styl: 'css',
  js: 'script',
  cjs: 'script',
  mjs: 'script',
  jsx: 'script',
  ts: 'script',
  cts: 'script',
  mts: 'script',
  tsx: 'script',
};

/** Markdown, where the name says nothing else. */
export function documentKind(path: string): DocumentKind {
  const extension = /\.([A-Za-z]+)$/.exec(path)?.[1]?.toLowerCase() ?? '';
  return kinds[extension] ?? 'markdown';
}
