import type { ErrorText } from '../catalogue.js';

/** What became of one post. */
export const postErrors = {
  DOCUMENT_NOT_UTF8: {
    title: '文章不是 UTF-8 编码，未作改动',
    advice: '请先转换，例如从 GBK：`iconv -f GBK -t UTF-8 {path|shell} > new.md`，并检查结果。',
    cases: {
      'hint=picture': {
        title: '这是图片而不是文章，未作改动',
        advice: '请指定引用它的文章或其文件夹。`imgferry explain {path|shell}` 可查看图片本身。',
      },
    },
  },
  DOCUMENT_UNREADABLE: {
    title: '无法读取文章',
    found: '[[{found|term}]]',
    advice: '请检查权限：`ls -l {path|shell}`。',
  },
  DOCUMENT_CHANGED: {
    title: '文章在此期间被修改过，未作改动',
    advice: '请在编辑器中保存后，重新运行同一条命令：图片已经存好。',
  },
  DOCUMENT_MISSING: {
    title: '文章已不存在',
    advice: '是否被改名或删除？改名的文章可按内容找到；已删除的无法在此恢复。',
  },
  DOCUMENT_NOT_WRITABLE: {
    title: '无法写入文章',
    found: '[[{found|term}]]',
    advice: '请检查文件及其目录的权限：`ls -ld {path|shell}`，然后重新运行同一条命令。',
  },
  EDIT_NOT_CONFIRMED: {
    title: '复核修改结果时发现与计划不符，文章未作改动',
    found: '[[{found|term}]][[（{parser}）]]',
    advice: '没有写入任何内容。请查看该处的链接，并附上前后几行反馈给我们，这是程序应当解决的问题。',
  },
  UNDO_SUPERSEDED: {
    title: '之后的一次运行修改了同样的位置',
    found: '[[运行 {run}]]',
    advice: '请先撤销之后的运行：`imgferry undo {run}`。',
  },
} as const satisfies Record<string, ErrorText>;
