import type { AssetOutcome } from '../core/asset.js';
import type { Outcome } from '../core/outcome.js';
import { printable } from '../messages/printable.js';
import { groupBy } from './group-by.js';
import type { ReportWriter } from './report-writer.js';
import { textTable } from './text-table.js';
import { cutText } from './text-width.js';
import { writeMore } from './write-more.js';

const shownPosts = 20;

/** What a dry run would do: images by host, the names that objects get, the posts that change. */
export function writePlanTables(outcome: Outcome, writer: ReportWriter): void {
  writeHosts(outcome.images, writer);
  writeNames(outcome.images, writer);
  writePosts(outcome, writer);
}

function writeHosts(images: readonly AssetOutcome[], writer: ReportWriter): void {
  if (images.length === 0) return;
  writer.heading(writer.word('images-by-host'));
  const byHost = groupBy(images, ({ url }) => (URL.canParse(url) ? new URL(url).host : ''));
  const rows = [...byHost]
    .sort(([, one], [, other]) => other.length - one.length)
    .map(([host, list]) => [
      host === '' ? writer.word('local-files') : host,
      String(list.length),
      counted(list, ['planned']),
      counted(list, ['in-place', 'stored', 'reused']),
      counted(list, ['skipped']),
      counted(list, ['failed']),
    ]);
  const end = { align: 'end' } as const;
  const columns = [
    { title: writer.word('host') },
    { title: writer.word('images'), ...end },
    { title: writer.word('to-move'), ...end },
    { title: writer.word('in-place'), ...end },
    { title: writer.word('skipped'), ...end },
    { title: writer.word('failed'), ...end },
  ];
  const [titles = '', ...lines] = textTable(columns, rows);
  writer.line(writer.style('dim', titles), 2);
  for (const line of lines) writer.line(line, 2);
}

function counted(images: readonly AssetOutcome[], states: readonly AssetOutcome['state'][]): string {
  const count = images.filter(({ state }) => states.includes(state)).length;
  return count === 0 ? '·' : String(count);
}

/** Before anything was fetched a name is its template: one line for all. */
function writeNames(images: readonly AssetOutcome[], writer: ReportWriter): void {
  const planned = images.filter(({ state }) => state === 'planned');
  const names = new Set(planned.map(({ publicUrl, key }) => publicUrl ?? key).filter((name) => name !== undefined));
  if (names.size === 0) return;
  writer.heading(writer.word('names'));
  const some = [...names].slice(0, writer.view.verbose ? names.size : 3);
  for (const name of some) writer.line(printable(name), 2);
  writeMore(names.size - some.length, writer);
}

function writePosts({ posts }: Outcome, writer: ReportWriter): void {
  const changing = posts.filter(({ edits }) => edits > 0);
  if (changing.length === 0) return;
  writer.heading(writer.word('posts-that-change'));
  const some = changing.slice(0, writer.view.verbose ? changing.length : shownPosts);
  const rows = some.map(({ file, edits }) => [
    cutText(printable(file), Math.max(20, writer.view.width - 16)),
    String(edits),
  ]);
  const [titles = '', ...lines] = textTable(
    [{ title: writer.word('posts') }, { title: writer.word('links'), align: 'end' }],
    rows,
  );
  writer.line(writer.style('dim', titles), 2);
  for (const line of lines) writer.line(line, 2);
  writeMore(changing.length - some.length, writer);
}
