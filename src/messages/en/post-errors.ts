import type { ErrorText } from '../catalogue.js';

/** What became of one post. */
export const postErrors = {
  DOCUMENT_NOT_UTF8: {
    title: 'The post is not UTF-8; it was left alone',
    advice: 'Convert it, for example from GBK: `iconv -f GBK -t UTF-8 {path|shell} > new.md`, and look at the result.',
    cases: {
      'hint=picture': {
        title: 'This is a picture and no post; it was left alone',
        advice:
          'Name the posts that show it, or their folder. `imgferry explain {path|shell}` looks at the picture itself.',
      },
    },
  },
  DOCUMENT_UNREADABLE: {
    title: 'The post can’t be read',
    found: '[[{found|term}]]',
    advice: 'Check its rights: `ls -l {path|shell}`.',
  },
  DOCUMENT_CHANGED: {
    title: 'The post was changed by someone else meanwhile; it was left alone',
    advice: 'Save your work in the editor and run the same command again: the images are stored already.',
  },
  DOCUMENT_MISSING: {
    title: 'The post is no longer there',
    advice: 'Was it renamed or deleted? A renamed one is found by its content; a deleted one can’t be restored here.',
  },
  DOCUMENT_NOT_WRITABLE: {
    title: 'The post can’t be written',
    found: '[[{found|term}]]',
    advice: 'Check the rights of the file and its folder: `ls -ld {path|shell}`. Then run the same command again.',
  },
  EDIT_NOT_CONFIRMED: {
    title: 'A second look at the edited text saw something else than was planned; the post was left alone',
    found: '[[{found|term}]][[ ({parser})]]',
    advice:
      'Nothing was written. Look at the link at that place; please report it with the lines around it, it is ours to mend.',
  },
  UNDO_SUPERSEDED: {
    title: 'A newer run changed the same places of this post',
    found: '[[run {run}]]',
    advice: 'Undo the newer run first: `imgferry undo {run}`.',
  },
} as const satisfies Record<string, ErrorText>;
