import type { ReviewLabelId } from '../review-label-ids.js';

/** The page that `imgferry review` serves. */
export const reviewLabels: Readonly<Record<ReviewLabelId, string>> = {
  'review-listening':
    'Look through the plan at {address} ; nothing is changed until you apply it there. Ctrl-C ends it.',
  'review-not-opened': 'Nothing here opens a page by itself: open the address above in a browser.',
  'review-left': 'Ended without applying: no post and no store was changed.',
  'review-title': 'Before anything is moved',
  'review-says':
    'Everything is fetched and encoded; nothing is stored, and no post is changed. Leave out what should stay where it is, choose another quality or name, look at the posts, then apply.',
  'review-key': 'Keyboard: Tab goes on, Space leaves out or takes, Enter opens a picture.',
  'review-opening': 'Opening the plan …',
  'review-no-script':
    'A review takes JavaScript. Without it: `imgferry migrate --diff` shows what would change, `--plan FILE` and `imgferry apply FILE` do it.',
  'review-no-key':
    'This address was used already, or its key is not the right one. End the command with Ctrl-C and start it again.',
  'review-away': 'The command has ended. Nothing more can be done from this page.',
  'review-take': 'move it',
  'review-quality': 'quality',
  'review-quality-auto': 'chosen',
  'review-name': 'name',
  'review-name-template': 'by the template',
  'review-working': 'Trying …',
  'review-take-shown': 'Take all shown',
  'review-leave-shown': 'Leave out all shown',
  'review-before': 'before',
  'review-after': 'after',
  'review-unrendered': 'As plain Markdown, without the site’s theme and tags.',
  'review-nothing-changes': 'Nothing changes in this post.',
  'review-chosen': '{n:image:images}, {links:link:links} in {posts:post:posts}',
  'review-sizes': '{before|bytes} → {after|bytes}',
  'review-apply': 'Apply',
  'review-apply-anyway': 'Apply all but these posts',
  'review-changed':
    'Edited since this page was made, so that they would be left alone: {files}. Start the command again to have them in the plan.',
  'review-applying': '{done} of {total} images …',
  'review-done':
    'Done: {moved:image:images} moved, {edits:link:links} changed in {posts:post:posts}. `imgferry undo {run}` takes it back.',
  'review-done-failed': '{n:image:images} failed, with the old links left standing; the command says why.',
  'review-stopped': 'It stopped before its end. What was done is kept; the same command again goes on.',
  'review-nothing-chosen': 'Nothing is chosen.',
  'review-frame': '{file}, {side}',
  'reported-planned': 'to be moved',
  'reported-skipped': 'left out',
  'reported-failed': 'can’t be moved',
  'reported-in-place': 'there already',
  'report-concern-failed': '{n:image:images} can’t be moved; the old links stay.',
};
