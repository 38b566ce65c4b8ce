import type { ErrorText } from '../catalogue.js';

/** 使检查无法开始的错误。 */
export const checkErrors = {
  BASELINE_INVALID: {
    title: '基线文件无法使用',
    expected: '每行一个原因和一个地址，即 `--update-baseline` 写出的格式',
    found: '[[{found|term}]]',
    advice: '请删去该行，或重新生成：`imgferry check 文章 --baseline {path|shell} --update-baseline`。',
    cases: {
      'found=missing': {
        title: '该路径下没有基线文件',
        expected: '一个文件',
        advice: '请先生成并提交：`imgferry check 文章 --baseline {path|shell} --update-baseline`。',
      },
      'found=not-readable': { expected: '可以读取的文件', advice: '请确认它是一个文件：`ls -l {path|shell}`。' },
    },
  },
  REPOSITORY_NOT_FOUND: {
    title: '当前目录不在 git 仓库中',
    expected: '一个工作区：改动由 git 给出',
    advice: '请在仓库内运行，或去掉 --changed、--since、--staged。',
  },
  BASE_NOT_FOUND: {
    title: '用来比较的提交不在本地[[：{base}]]',
    expected: '此仓库中存在的分支、标签或提交',
    found: '[[{found|term}]]',
    advice:
      '在 GitHub Actions 中请为 `actions/checkout` 加上 `fetch-depth: 0`；其他环境可运行 `git fetch origin {base}`，或用 `--since REF` 另选一个。',
    cases: { 'found=missing': { found: '没有这个名称' } },
  },
  GIT_FAILED: {
    title: 'git 无法给出改动',
    found: '[[{found|term}]]',
    advice: '请在该目录运行 `git status`，它会说明原因。',
    cases: {
      'found=ENOENT': {
        title: '本机没有安装 git',
        advice: '请安装 git，或在检查时去掉 --changed、--since、--staged。',
      },
    },
  },
  REPAIR_UNPROVED: {
    title: '图片无法显示[[（{reason|verdict}）]]，没有能证明可用的替代',
    found: '[[{tried|attempt}]]',
    advice: '[[{reason|advice}]]如果 imgferry 见过它的内容，用 `--from 目录` 可以在您自己的目录中找到副本。',
    cases: {
      copy: {
        advice:
          '{copy} 是同一张图片，但站点不会发布它：请把它放到站点的图片目录中再运行一次，或用 `imgferry migrate` 和 `--remap 旧前缀=file:目录` 存入存储。',
      },
      near: {
        advice: '{near} 名称相同，但无法证明是同一张图片，请自行比较。[[{reason|advice}]]',
      },
    },
  },
} as const satisfies Record<string, ErrorText>;
