import { relative, sep } from 'node:path';
import type { Identity } from '../../../src/core/asset.js';
import type { ImageReference } from '../../../src/core/image-reference.js';
import { applyEdits } from '../../../src/rewrite/apply-edits.js';
import { confirmEdits } from '../../../src/rewrite/confirm-edits.js';
import { planEdits } from '../../../src/rewrite/plan-edits.js';
import { scanText } from '../../../src/scan/scan-document.js';
import { type ScannedDocument, scanDocuments } from '../../../src/scan/scan-documents.js';
import { writeTree } from '../file-tree.js';
import { type ExpectedReference, type ReferenceExample, referenceCatalogue } from './examples.js';

/** What became of an example. */
export interface ExampleRun {
  readonly found: readonly ExpectedReference[];
  /** Documents besides the example's own in which something was found. */
  readonly elsewhere: readonly string[];
  /** How many references have new addresses; each was read again at its place. */
  readonly rewritten: number;
  /** The text with the new addresses. */
  readonly after: string;
}

/** Lays an example out on disk, scans the site, gives each reference a new address, and reads the result again. */
export async function runExample(example: ReferenceExample, root: string): Promise<ExampleRun> {
  const { file, site, text } = example;
  const around = site === undefined ? {} : (referenceCatalogue.sites[site] ?? {});
  await writeTree(root, { ...around, ...example.files, [file]: text });
  const documents = await scanSite(root);
  const own = documents.find((document) => document.file === file);
  const elsewhere = documents.filter((document) => document !== own && document.references.length > 0);
  const found = (own?.references ?? []).map(({ raw, target }) => ({ raw, to: shownTarget(target, root) }));
  const { after, rewritten } = own ? await rewrite(own) : { after: text, rewritten: 0 };
  return { found, elsewhere: elsewhere.map((document) => document.file), rewritten, after };
}

async function scanSite(root: string): Promise<readonly ScannedDocument[]> {
  const documents: ScannedDocument[] = [];
  for await (const document of scanDocuments(['.'], { cwd: root })) {
    if ('error' in document) throw new Error(JSON.stringify(document.error));
    documents.push(document);
  }
  return documents;
}

function shownTarget(target: ImageReference['target'], root: string): string {
  switch (target.kind) {
    case 'remote':
      return target.url;
    case 'file':
      return relative(root, target.path).split(sep).join('/');
    case 'data':
      return 'data';
    case 'unsupported':
      return `unsupported ${target.reason}`;
  }
}

async function rewrite(document: ScannedDocument): Promise<Pick<ExampleRun, 'after' | 'rewritten'>> {
  const { file, path, references, site, text } = document;
  const movable = references.filter(({ target }) => target.kind === 'remote' || target.kind === 'file');
  const addressOf = (reference: ImageReference): string => `https://n.example/${movable.indexOf(reference) + 1}.png`;
  const edits = planEdits(references, (reference) => {
    const address = addressOf(reference);
    return movable.includes(reference) ? { address, identity: address as Identity } : undefined;
  });
  const after = applyEdits(text, edits);
  const rescan = (changed: string) => scanText(changed, { document: file, path, site, links: true });
  await confirmEdits({ file, before: text, after, edits, rescan });
  const again = rescan(after).references;
  for (const reference of movable) {
    const now = again[references.indexOf(reference)];
    const url = now?.target.kind === 'remote' ? now.target.url : undefined;
    if (url !== addressOf(reference) || now?.fragment !== reference.fragment) {
      throw new Error(`${reference.raw} became ${JSON.stringify(now)} in ${after}`);
    }
  }
  return { after, rewritten: edits.length };
}
