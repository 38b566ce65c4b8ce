import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import type { LocatedScalar, ScalarFormat } from '../../../src/scan/scalars/located-scalar.js';
import { readFullYaml } from '../../../src/scan/scalars/read-full-yaml.js';
import { readScalars } from '../../../src/scan/scalars/read-scalars.js';
import { readSimpleYaml } from '../../../src/scan/scalars/read-simple-yaml.js';

const whole = (text: string) => ({ start: 0, end: text.length });

/** `path=written (value)`, the value only where it differs. */
const shown = (text: string, scalars: readonly LocatedScalar[]): string[] =>
  scalars.map(({ path, span, value }) => {
    const written = text.slice(span.start, span.end);
    return `${path.join('.')}=${written}${written === value ? '' : ` (${value})`}`;
  });

const read = (text: string, format: ScalarFormat): string[] => shown(text, readScalars(text, whole(text), format));

describe('readScalars, YAML', () => {
  it.each([
    ['plain values', 'cover: /a.png\ntitle: A b', ['cover=/a.png', 'title=A b']],
    ['a comment after a value', 'cover: /a.png # mine', ['cover=/a.png']],
    ['a hash that is no comment', 'cover: /a.svg#circle', ['cover=/a.svg#circle']],
    [
      'double quotes with escapes',
      String.raw`cover: "/a\u0062\"c.png"`,
      [String.raw`cover=/a\u0062\"c.png (/ab"c.png)`],
    ],
    ['single quotes with a doubled one', "cover: '/it''s.png'", ["cover=/it''s.png (/it's.png)"]],
    ['a sequence', 'photos:\n  - /a.png\n  - "/b.png"', ['photos=/a.png', 'photos=/b.png']],
    ['a sequence at its key’s column', 'photos:\n- /a.png\n- /b.png\nx: 1', ['photos=/a.png', 'photos=/b.png', 'x=1']],
    ['nested maps', 'image:\n  path: /a.png\n  alt: x\nz: 1', ['image.path=/a.png', 'image.alt=x', 'z=1']],
    [
      'maps in a sequence',
      'g:\n  - url: /a.png\n    alt: b\n  - url: /c.png',
      ['g.url=/a.png', 'g.alt=b', 'g.url=/c.png'],
    ],
    ['a flow sequence', 'photos: [/a.png, "/b.png"]', ['photos=/a.png', 'photos=/b.png']],
    ['a flow map', 'cover: {image: /a.png, relative: true}', ['cover.image=/a.png', 'cover.relative=true']],
    ['a folded block of one line', 'cover: >-\n  /a.png\nt: b', ['cover=/a.png', 't=b']],
    ['a literal block of one line', 'cover: |\n  /a.png\n', ['cover=/a.png']],
    ['a plain value of two lines not at all', 'a: one\n  two\nb: c', ['b=c']],
    ['an anchor once', 'a: &x /a.png\nb: *x', ['a=/a.png']],
    ['a Chinese key', '封面: /图.png', ['封面=/图.png']],
    ['CRLF', 'cover: /a.png\r\nt: "b"\r\n', ['cover=/a.png', 't=b']],
    ['good values beside a fault', 'title: a: b\ncover: /a.png\n', ['title.a=b', 'title.cover=/a.png']],
  ])('reads %s', (_, text, expected) => {
    expect(read(text, 'yaml')).toEqual(expected);
  });

  it('reads by lines exactly what the whole of YAML reads', () => {
    const word = fc.constantFrom(
      'a',
      '/a.png',
      'https://h/x.png?a=b#c',
      'it’s',
      '图 片',
      "o'k",
      'a "q"',
      '- x',
      'true',
      '#f',
    );
    const value = fc.letrec((tie) => ({
      value: fc.oneof({ depthSize: 'small' }, word, fc.array(tie('value'), { maxLength: 3 }), tie('map')),
      map: fc.dictionary(fc.constantFrom('cover', 'a-b', 'k_1', 'og image', '键'), tie('value'), { maxKeys: 3 }),
    })).map;
    fc.assert(
      fc.property(value, fc.constantFrom(undefined, 'QUOTE_SINGLE', 'QUOTE_DOUBLE'), (map, quoting) => {
        const text = stringify(map, { lineWidth: 0, ...(quoting && { defaultStringType: quoting }) });
        const simple = readSimpleYaml(text, whole(text));
        if (simple) expect(shown(text, simple)).toEqual(shown(text, readFullYaml(text, whole(text))));
      }),
      { numRuns: 500 },
    );
  });
});

describe('readScalars, TOML', () => {
  it.each([
    ['both kinds of strings', 'a = "/a.png"\nb = \'/b.png\'', ['a=/a.png', 'b=/b.png']],
    ['escapes', String.raw`a = "/\u56fe\".png"`, [String.raw`a=/\u56fe\".png (/图".png)`]],
    [
      'tables and dotted keys',
      '[params.cover]\nimage = "/a.png"\nx.y = "z"',
      ['params.cover.image=/a.png', 'params.cover.x.y=z'],
    ],
    [
      'arrays of tables',
      '[[resources]]\nsrc = "a.jpg"\n[[resources]]\nsrc = "b.jpg"',
      ['resources.src=a.jpg', 'resources.src=b.jpg'],
    ],
    [
      'arrays over lines with comments',
      'images = [\n  "/a.png", # one\n  "/b.png",\n]\nz = 1',
      ['images=/a.png', 'images=/b.png', 'z=1'],
    ],
    ['inline tables', 'cover = { image = "/a.png", relative = true }', ['cover.image=/a.png', 'cover.relative=true']],
    ['nothing of comments', '# a = "/a.png"\nb = "/b.png" # c = "d"', ['b=/b.png']],
    ['nothing of multi-line strings', 'a = """\nb = "/b.png"\n"""\nc = "/c.png"', ['c=/c.png']],
    ['what follows a date', 'date = 2024-01-02 10:00:00\ncover = "/a.png"', ['date=2024-01-02', 'cover=/a.png']],
  ])('reads %s', (_, text, expected) => {
    expect(read(text, 'toml')).toEqual(expected);
  });
});

describe('readScalars, JSON', () => {
  it.each([
    ['members', '{"cover": "/a.png", "n": 1}', ['cover=/a.png', 'n=1']],
    [
      'members without braces',
      '"cover": "/a.png",\n"photos": ["/b.png", "/c.png"]',
      ['cover=/a.png', 'photos=/b.png', 'photos=/c.png'],
    ],
    ['nested objects', '{"a": {"b": "/a.png"}, "c": [{"d": "/d.png"}], "e": "f"}', ['a.b=/a.png', 'c.d=/d.png', 'e=f']],
    ['escapes', String.raw`{"a": "\/a\u0062.png"}`, [String.raw`a=\/a\u0062.png (/ab.png)`]],
    ['past comments', '{// "x": "y"\n"a": "b" /* "c": 1 */}', ['a=b']],
  ])('reads %s', (_, text, expected) => {
    expect(read(text, 'json')).toEqual(expected);
  });
});
