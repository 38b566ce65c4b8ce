import type { CheckedImage, CheckOutcome } from '../../../src/core/check-outcome.js';
import { verdictReasons } from '../../../src/core/verdict.js';
import { checkedImage, checkOutcome, everyReason, sampleCheck } from '../../report/check/sample-check.js';

/** What comes from outside and would break out of some format. */
export const hostileTexts: readonly string[] = [
  '\n::error file=pwned::pwned',
  '::stop-commands::x\n::x::',
  '##[error]pwned',
  '%0A::error::pwned %25 , title=x::y',
  ']]> </system-out></testcase><testcase name="pwned"/>',
  '</style><script>alert(1)</script><img src=x onerror=alert(1)>',
  '" onmouseover="alert(1)" x="\' autofocus onfocus=alert(1)',
  'javascript:alert(1)',
  '`` ` ``` | a | b |\n|---|---|',
  '**bold** _it_ ~~x~~ [link](https://pwned.example) ![i](https://pwned.example/i.png) <b>b</b> <!-- c',
  'https://pwned.example www.pwned.example a@pwned.example @everyone #1 :tada: $x$ $$y$$',
  '{0} {{1}} [a](1) \\[b\\](2) \\ {',
  '\u001b[2J\u001b]8;;https://pwned.example\u0007 \u0000\u000b\u007f\u0085\u2028 \ufffe\uffff',
  '\u202egnp.a \u2066\u200f \ud800 \udc00x',
  '&lt;b&gt; &#60;b&#62; &nbsp; &',
  ' \t ',
  '- # 1. > ===',
  `https://h.example/${'a'.repeat(100_000)}.png`,
];

/** Systems allow no longer ones (PATH_MAX). */
function asPath(text: string): string {
  return text.slice(0, 4096);
}

const hostile: CheckOutcome = checkOutcome(
  hostileTexts.map((text, index) => {
    const reason = verdictReasons[index % verdictReasons.length] ?? 'not-found';
    return checkedImage(text, [reason, 'redirected'], {
      evidence: { found: text, decoder: text, location: text, host: text, code: text, hops: [text], [text]: text },
      places: [
        { file: asPath(text), line: 1, column: 1 },
        { file: asPath(`b${text}`), line: 2, column: 1 },
      ],
    });
  }),
  {
    unread: hostileTexts
      .map(asPath)
      .map((file) => ({ file, error: { code: 'DOCUMENT_UNREADABLE', facts: { reason: file } } })),
    notes: hostileTexts.map(asPath).map((file) => ({ id: 'reference-ambiguous', facts: { file, raw: file } })),
    stopped: {
      code: 'LEDGER_LOCKED',
      facts: { path: asPath(hostileTexts.join(' ')), holder: asPath(hostileTexts.join(' ')) },
    },
  },
);

const many: CheckOutcome = checkOutcome(
  Array.from({ length: 3000 }, (_, index): CheckedImage => {
    const reason = verdictReasons[index % verdictReasons.length] ?? 'not-found';
    return checkedImage(`https://host-${index % 20}.example/${index}.png`, index % 5 === 0 ? [] : [reason], {
      evidence: { status: 200, found: `seen ${index}` },
      places: Array.from({ length: (index % 9) + 1 }, (_, n) => ({
        file: `posts/${n}.md`,
        line: index + 1,
        column: 1,
      })),
    });
  }),
);

/** What every reporter must be able to tell. */
export const samples: Readonly<Record<string, CheckOutcome>> = {
  nothing: checkOutcome([]),
  'nothing but fine images': checkOutcome([checkedImage('https://a.example/x.png'), checkedImage('posts/b.png')]),
  'every reason': everyReason,
  'a blog': sampleCheck,
  '3,000 images': many,
  'hostile texts': hostile,
  'Chinese addresses': checkOutcome([
    checkedImage('https://图床.example/京都/金閣寺 (1).jpg', ['not-found'], {
      places: [{ file: '文章/旅行 100%.md', line: 3, column: 1 }],
    }),
    checkedImage('static/图.png', ['file-missing']),
  ]),
  'an interruption': checkOutcome([checkedImage('https://a.example/x.png', ['gone'])], { interrupted: true }),
  'a stop': checkOutcome([checkedImage('https://a.example/x.png', ['gone'])], {
    stopped: { code: 'DISK_FULL', facts: { path: '/tmp' } },
  }),
  'a wrong command line': checkOutcome([], { stopped: { code: 'PATH_NOT_FOUND', facts: { path: 'nowhere' } } }),
  'known images': checkOutcome([
    checkedImage('https://a.example/old.png', ['gone'], { isKnown: true }),
    checkedImage('https://a.example/new.png', ['gone']),
  ]),
  'objects of a store': checkOutcome([
    checkedImage('https://img.example.com/ab/cd.png', ['truncated'], { places: [] }),
    checkedImage('ab/cd ef.png', ['empty'], { places: [] }),
    checkedImage('', ['address-empty'], { places: [] }),
  ]),
};
