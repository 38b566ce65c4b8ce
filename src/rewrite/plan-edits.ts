import type { Identity } from '../core/asset.js';
import type { ImageReference, TextEdit } from '../core/image-reference.js';
import type { PlannedEdit } from '../core/plan.js';
import { expandExpression } from '../scan/resolve/expand-expression.js';
import { escapeAddress } from './escape-address.js';
import { isAbsolute, writableAddress } from './writable-address.js';

/** What takes a reference's place. */
export interface NewAddress {
  readonly identity: Identity;
  /** A URL, absolute or relative to where the post is shown, percent-encoded; without fragment. */
  readonly address: string;
  /** It is another spelling of what stands there: a tag stays the tag that it is. */
  readonly keepsForm?: true;
}

/**
 * The edits that bring references to their new addresses, in the order of the text. The fragment is kept; a reference
 * that has another form for what is no path beside the post takes it; what already stands as it should gives no edit.
 *
 * @param addressOf undefined: the reference stays as it is
 * @throws Error when spans overlap, which the scan must not give
 */
export function planEdits(
  references: readonly ImageReference[],
  addressOf: (reference: ImageReference) => NewAddress | undefined,
): PlannedEdit[] {
  const planned = references.flatMap((reference) => {
    const to = addressOf(reference);
    const edit = to && planEdit(reference, to);
    return edit ? [edit] : [];
  });
  planned.sort((a, b) => a.edits[0].start - b.edits[0].start);
  refuseOverlaps(planned);
  return planned;
}

function planEdit(reference: ImageReference, to: NewAddress): PlannedEdit | undefined {
  const { span, raw, syntax, line, column, fragment } = reference;
  if (!to.keepsForm && !canStandAt(reference, to.address)) return undefined;
  const otherForm = !to.keepsForm && needsOtherForm(reference, to.address) ? reference.remoteForm : undefined;
  const escaping = otherForm?.escaping ?? reference.escaping;
  const address = to.address + fragment;
  const isExpression = to.keepsForm === true && expandExpression(address)?.kind === 'address';
  if (isExpression && expandExpression(raw)?.kind !== 'address') return undefined; // it is written in another way
  const text = isExpression ? address : escapeAddress(address, escaping);
  if (text === raw || isSameAddress(reference, to.address)) return undefined;
  const edits: PlannedEdit['edits'] = [{ start: span.start, end: span.end, text }, ...(otherForm?.edits ?? [])];
  const written = isExpression ? address : writableAddress(address, escaping);
  return { identity: to.identity, syntax, line, column, raw, address: written, edits };
}

/** Whether an address can be written there at all; where it can't, the reference is left as it is. */
export function canStandAt(reference: ImageReference, address: string): boolean {
  const { target } = reference;
  if (target.kind === 'unsupported' && target.file) return false; // only this file, by some spelling of it
  if (isAutolink(reference)) return URL.canParse(address);
  return !hexoImageTag.test(reference.syntax) || isAbsolute(address) || address.startsWith('/');
}

/** hexo/lib/plugins/tag/img: what neither has a scheme nor starts with a slash is a class to it. */
const hexoImageTag = /^tag:hexo-(?:asset_)?(?:img|image)$/i;

/** CommonMark 6.5: between `<` and `>` only what has a scheme is a link. */
const isAutolink = ({ syntax, escaping }: ImageReference): boolean => syntax === 'link-inline' && escaping.length === 0;

/** A tag for the post's own assets, and a wikilink, take no path at all; `require` and front matter take those beside the post. */
function needsOtherForm({ syntax }: ImageReference, address: string): boolean {
  const isBesidePost = !isAbsolute(address) && !address.startsWith('/');
  return !isBesidePost || syntax === 'wikilink' || syntax.startsWith('tag:');
}

function isSameAddress({ target }: ImageReference, address: string): boolean {
  return target.kind === 'remote' && URL.canParse(address) && new URL(address).href === target.url;
}

function refuseOverlaps(planned: readonly PlannedEdit[]): void {
  const edits: TextEdit[] = planned.flatMap((edit) => [...edit.edits]).sort((a, b) => a.start - b.start);
  let end = 0;
  for (const edit of edits) {
    if (edit.start < end || edit.end < edit.start) throw new Error(`edits overlap at ${edit.start}`);
    end = edit.end;
  }
}
