import type { Catalogue } from '../catalogue.js';

export const checks: Catalogue['checks'] = {
  configuration: {
    name: '配置',
    ok: '[[{path}]][[没有，使用默认值{found|silent}]]',
    warn: '[[{path}]]',
    skipped: '未检查',
  },
  ledger: {
    name: '台账',
    ok: '{path}[[，{runs} 次运行]]',
    warn: '[[{path}]]',
    skipped: '未检查',
  },
  posts: {
    name: '文章',
    ok: '{documents} 篇文章，{images} 张图片',
    warn: '没有指定文章：请给出路径或 `posts:`',
    skipped: '未检查',
  },
  store: {
    name: '存储',
    ok: '{store}[[（{kind}）]]',
    warn: '没有指定存储：请用 `--to` 指定，或写在配置的 `stores:` 下',
    skipped: '未检查',
  },
  credentials: {
    name: '密钥',
    ok: '[[{id}]][[（来自 {source}）]]',
    warn: '[[{id}]][[（来自 {source}）]]',
    skipped: '不需要',
  },
  writable: {
    name: '可写',
    ok: '是',
    warn: '[[{found|term}]]',
    skipped: '未检查',
  },
  'overwrite-guard': {
    name: '禁止覆盖',
    ok: '存储会拒绝覆盖',
    warn: '不起作用（{finding|term}）：imgferry 会先查看再写入',
    skipped: '未检查',
  },
  'public-address': {
    name: '公网地址',
    ok: '返回的内容与已存一致[[：{url}]]',
    warn: '未知：请用 `--public-url` 指定，或为存储写 `publicUrl:`',
    skipped: '[[{found}，]]无法在此检查',
  },
  'forced-download': {
    name: '打开图片',
    ok: '浏览器直接显示',
    warn: '单独打开图片时浏览器会强制下载（网页中照常显示）；绑定自定义域名即可解决',
    skipped: '未检查',
  },
  clock: {
    name: '时间',
    ok: '准确',
    warn: '与存储相差[[ {offset|duration}]]，超过 15 分钟会被拒绝：`timedatectl set-ntp true`',
    skipped: '未检查',
  },
};
