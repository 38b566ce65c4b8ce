import type { VerdictTexts } from '../catalogue.js';
import { serverVerdicts } from './server-verdicts.js';

export const verdicts: VerdictTexts = {
  // its address
  'address-empty': {
    name: 'no address',
    says: 'The image names nothing: readers see its alt text at most.',
    advice: 'Write its address, or take the image out of the post.',
  },
  'address-invalid': {
    name: 'not an address',
    says: 'No browser can follow it: readers see a broken picture.',
    advice: 'Correct it: https://HOST/PATH, or a path within the site. A space is written %20.',
  },
  'address-scheme': {
    name: 'neither http nor https',
    says: 'Browsers load no image from such an address; a file on your own disk is seen by nobody else.',
    advice: 'Give it an address that starts with https://, or a path within the site.',
  },
  'address-ambiguous': {
    name: 'fits several files',
    says: 'Which file is meant can’t be told: what readers see depends on the site’s generator.',
    advice: 'Write more of its path, so that one file fits. `imgferry explain POST:LINE` lists them.',
  },
  // its file
  'file-missing': {
    name: 'file missing',
    says: 'There is no such file: readers see a broken picture.',
    seen: ['{found|term}', 'there is {near}'],
    advice: 'Put the file there, or correct the path. `imgferry explain POST:LINE` shows where it was looked for.',
  },
  'file-case': {
    name: 'other capital letters',
    says: 'The file’s name has other capital letters: it shows on Windows and macOS, and on a Linux server it doesn’t.',
    seen: ['on disk {found}'],
    advice: 'Write the name exactly as the file has it.',
  },
  'file-composition': {
    name: 'other composition',
    says: 'The file’s name looks the same and is made of other characters (é as one, or as e and ´): it shows on macOS, and on a Linux server it doesn’t.',
    seen: ['on disk {found}'],
    advice:
      'Rename the file so that it is composed as the post has it: `convmv -f utf8 -t utf8 --nfc`, or delete and type it anew. `imgferry migrate` finds it as it is.',
  },
  'file-unreadable': {
    name: 'file can’t be read',
    says: 'The file is there and can’t be read here: what readers see is not known.',
    seen: ['{code|term}'],
    advice: 'Check that it is a file and its rights: `ls -l`.',
  },
  ...serverVerdicts,
  // its bytes
  empty: {
    name: 'empty',
    says: 'There is not a byte in it: readers see a broken picture.',
    advice: 'Put the image there again from a good copy.',
  },
  'not-an-image': {
    name: 'not an image',
    says: 'What comes is no image: readers see a broken picture.',
    seen: ['{found|term}', 'starts with {firstBytes}'],
    advice:
      'Open the address in a browser to see what it is, and put the image there. A Git LFS pointer: `git lfs pull`.',
  },
  truncated: {
    name: 'cut off',
    says: 'Its end is missing: readers see part of it, or nothing.',
    seen: ['{format|upper}', '{fault|term}', '“{decoder}”'],
    advice: 'Put it there again from a good copy; an upload or a download broke off.',
  },
  undecodable: {
    name: 'damaged',
    says: 'Its bytes are damaged: readers see part of it, or nothing.',
    seen: ['{format|upper}', '{fault|term}', '“{decoder}”'],
    advice: 'Put it there again from a good copy. FTP in text mode and editors damage images.',
  },
  'too-many-pixels': {
    name: 'too many pixels',
    says: 'It has more pixels than browsers can be trusted to show; it was not decoded.',
    seen: ['{width} × {height}'],
    advice: 'Make it smaller: no screen has that many.',
  },
  'svg-not-rendered': {
    name: 'SVG that browsers don’t draw',
    says: 'Its markup has a fault that other programs forgive and browsers don’t: they draw nothing.',
    seen: ['{found|term}', 'line {line}'],
    advice: 'Correct the fault: open the file by itself in a browser, it names the place.',
  },
  'not-for-browsers': {
    name: 'a format that browsers don’t show',
    says: 'Most browsers can’t show this format: readers see a broken picture.',
    seen: ['{format|upper}'],
    advice: 'Save it as JPEG, PNG or WebP.',
  },
  'missing-trailer': {
    name: 'its end is missing, it shows whole',
    says: 'Its last bytes are missing; browsers show it whole all the same, other programs may not.',
    seen: ['{format|upper}'],
    advice: 'Put it there again from a good copy.',
  },
  'damaged-frames': {
    name: 'some frames are damaged',
    says: 'The animation shows, but not all of it.',
    seen: ['{damagedFrames} of {frames} frames'],
    advice: 'Put it there again from a good copy.',
  },
  'type-mismatch': {
    name: 'named as another format than it is',
    says: 'Browsers show it by its bytes; programs that believe its Content-Type don’t.',
    seen: ['{format|upper} as {contentType}'],
    advice: 'Set the Content-Type of what it is, or save it as what it is called.',
  },
  // its use
  oversized: {
    name: 'larger than the rule allows',
    says: 'It is larger than your rule allows: readers wait for it, and pay for it on their phones.',
    seen: ['{bytes|bytes}, at most {limit|bytes}', '{width} × {height}, at most {pixelLimit} pixels'],
    advice:
      'Make it smaller: `imgferry optimize FOLDER --max-bytes SIZE --write`, or with `--max-width` where it has too many pixels; or raise the rule: `--max-bytes`, `--max-pixels`.',
  },
  'one-picture-many-addresses': {
    name: 'one picture at many addresses',
    says: 'Many addresses of its host give the very same picture: a placeholder, most likely, for what is gone.',
    seen: ['{host}', '{addresses} addresses'],
    advice: 'Look at one of them in a browser; if it is a placeholder, put copies of the pictures elsewhere.',
  },
  'data-uri-large': {
    name: 'large, and within the post',
    says: 'The picture stands in the post itself (data:): every page carries it, a third larger, and no cache keeps it.',
    seen: ['{bytes|bytes}'],
    advice: 'Save it as a file and name that.',
  },
  'missing-alt': {
    name: 'no alt text',
    says: 'Readers who can’t see the picture learn nothing of it.',
    advice: 'Say in a few words what it shows.',
  },
};
