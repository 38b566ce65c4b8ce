import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Identity } from '../../src/core/asset.js';
import type { ImageReference } from '../../src/core/image-reference.js';
import { applyEdits, applyTextEdits, originalsOf, reverseTextEdits } from '../../src/rewrite/apply-edits.js';
import { planEdits } from '../../src/rewrite/plan-edits.js';

const identity = 'https://old.com/a.png' as Identity;

/** A reference to the part of the text between `«` and `»`. */
function referenceIn(marked: string, more: Partial<ImageReference> = {}): { text: string; reference: ImageReference } {
  const start = marked.indexOf('«');
  const end = marked.indexOf('»') - 1;
  const text = marked.replace(/[«»]/g, '');
  const raw = text.slice(start, end);
  const reference: ImageReference = {
    document: 'a.md',
    syntax: 'inline',
    role: 'image',
    span: { start, end },
    raw,
    target: { kind: 'remote', url: raw.replace(/#.*/, '') },
    fragment: /#.*/.exec(raw)?.[0] ?? '',
    escaping: ['markdown-bare'],
    line: 1,
    column: start + 1,
    ...more,
  };
  return { text, reference };
}

function rewritten(marked: string, address: string, more: Partial<ImageReference> = {}): string {
  const { text, reference } = referenceIn(marked, more);
  return applyEdits(
    text,
    planEdits([reference], () => ({ identity, address })),
  );
}

describe('planEdits', () => {
  it('changes the destination and keeps alt, title and fragment', () => {
    expect(rewritten('![an alt](«https://old.com/a.svg#circle» "t")', 'https://new.com/b.svg')).toBe(
      '![an alt](https://new.com/b.svg#circle "t")',
    );
  });

  it('leaves what only a file of the site can be, but for another spelling of it', () => {
    const file = { kind: 'file', path: '/site/A.png', exists: false } as const;
    const { reference } = referenceIn('hero: «A.png»', {
      target: { kind: 'unsupported', reason: 'local-only', detail: 'A.png', file },
    });
    expect(planEdits([reference], () => ({ identity, address: 'https://new.com/a.png' }))).toEqual([]);
    expect(planEdits([reference], () => ({ identity, address: 'a.png', keepsForm: true }))).toMatchObject([
      { address: 'a.png' },
    ]);
  });

  it('says where the reference stands, what stood there and what it will read as', () => {
    const { reference } = referenceIn('é ![](«https://old.com/a.png»)');
    expect(planEdits([reference], () => ({ identity, address: 'https://new.com/a b.png' }))).toEqual([
      {
        identity,
        syntax: 'inline',
        line: 1,
        column: 7,
        raw: 'https://old.com/a.png',
        address: 'https://new.com/a%20b.png',
        edits: [{ start: 6, end: 27, text: 'https://new.com/a%20b.png' }],
      },
    ]);
  });

  it('gives no edit for what has no new address or has it already', () => {
    const { reference } = referenceIn('![](«https://old.com/a.png»)');
    expect(planEdits([reference], () => undefined)).toEqual([]);
    expect(planEdits([reference], () => ({ identity, address: 'https://old.com/a.png' }))).toEqual([]);
    const loud = referenceIn('![](«HTTPS://OLD.com/a.png»)', { target: { kind: 'remote', url: identity } });
    expect(planEdits([loud.reference], () => ({ identity, address: 'https://old.com/a.png' }))).toEqual([]);
  });

  it('leaves an autolink alone where the new address has no scheme', () => {
    const more: Partial<ImageReference> = { syntax: 'link-inline', role: 'link', escaping: [] };
    expect(rewritten('<«https://old.com/a.png»>', '/images/a.png', more)).toBe('<https://old.com/a.png>');
    expect(rewritten('<«https://old.com/a.png»>', 'https://new.com/b', more)).toBe('<https://new.com/b>');
  });

  const tag = '{% asset_img «a.png» alt %}';
  const assetTag: Partial<ImageReference> = {
    syntax: 'tag:hexo-asset_img',
    target: { kind: 'file', path: '/site/a/a.png', exists: true },
    escaping: ['shortcode-bare'],
    remoteForm: { edits: [{ start: 3, end: 12, text: 'img' }], escaping: ['shortcode-bare'] },
  };

  it.each([
    ['a remote address', 'https://new.com/a.png', '{% img https://new.com/a.png alt %}'],
    ['an address from the root', '/images/a.png', '{% img /images/a.png alt %}'],
  ])('turns a tag for assets into the plain tag for %s', (_, address, expected) => {
    expect(rewritten(tag, address, assetTag)).toBe(expected);
  });

  it('leaves a tag of Hexo alone for an address beside the post, which would be a class to it', () => {
    expect(rewritten(tag, '../images/a.png', assetTag)).toBe('{% asset_img a.png alt %}');
  });

  it('leaves require as it is for an address beside the post, and unwraps it for a remote one', () => {
    const more: Partial<ImageReference> = {
      syntax: 'jsx-src',
      target: { kind: 'file', path: '/site/a.png', exists: true },
      escaping: ['js-single'],
      remoteForm: {
        edits: [
          { start: 9, end: 19, text: '"' },
          { start: 26, end: 37, text: '"' },
        ],
        escaping: ['html-double'],
      },
    };
    const source = "<img src={require('«./a.png»').default} />";
    expect(rewritten(source, '../b.png', more)).toBe("<img src={require('../b.png').default} />");
    expect(rewritten(source, 'https://new.com/b.png', more)).toBe('<img src="https://new.com/b.png" />');
  });

  it('sorts by place, and stops at spans that overlap', () => {
    const first = referenceIn('«https://a» https://b').reference;
    const second = referenceIn('https://a «https://b»').reference;
    const to = () => ({ identity, address: 'https://c' });
    expect(planEdits([second, first], to).map(({ raw }) => raw)).toEqual(['https://a', 'https://b']);
    expect(() => planEdits([first, { ...first }], to)).toThrow(/overlap/);
  });
});

describe('applyEdits', () => {
  it('stops when the text is not the one that was planned for', () => {
    const { reference } = referenceIn('![](«https://old.com/a.png»)');
    const edits = planEdits([reference], () => ({ identity, address: 'https://new.com/a.png' }));
    expect(() => applyEdits('![](https://old.com/b.png)', edits)).toThrow(/planned/);
  });

  const unit = fc.constantFrom('a', '\r\n', '\n', '😀', '图', '\ufeff', ' ', '](', '\0');
  const edited = fc
    .tuple(fc.string({ unit, maxLength: 60 }), fc.array(fc.tuple(fc.nat(9), fc.nat(6), fc.string({ unit }))))
    .map(([text, steps]) => {
      let at = 0;
      const edits = steps.flatMap(([gap, length, replacement]) => {
        const start = at + gap + 1;
        at = start + length;
        return at <= text.length ? [{ start, end: at, text: replacement }] : [];
      });
      return { text: `\ufeff${text}`.slice(0, text.length), edits };
    });

  it('changes nothing outside the spans, and its reverse gives the text back', () => {
    fc.assert(
      fc.property(edited, ({ text, edits }) => {
        const after = applyTextEdits(text, edits.toReversed());
        let rest = after;
        let at = 0;
        for (const { start, end, text: replacement } of edits) {
          const kept = text.slice(at, start) + replacement;
          expect(rest.startsWith(kept)).toBe(true);
          rest = rest.slice(kept.length);
          at = end;
        }
        expect(rest).toBe(text.slice(at));
        const originals = edits.map(({ start, end }) => text.slice(start, end));
        expect(applyTextEdits(after, reverseTextEdits(edits, originals))).toBe(text);
      }),
    );
  });

  it('tells the characters that edits take the place of', () => {
    const { text, reference } = referenceIn('![](«https://old.com/a.png»)');
    const edits = planEdits([reference], () => ({ identity, address: 'https://new.com/a.png' }));
    expect(originalsOf(text, edits)).toEqual([['https://old.com/a.png']]);
  });
});
