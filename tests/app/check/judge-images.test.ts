import { describe, expect, it } from 'vitest';
import type { Ignored, PlaceToCheck } from '../../../src/app/check/gather/image-to-check.js';
import { judgeAcrossImages } from '../../../src/app/check/judge/across-images.js';
import { type JudgeOptions, judgeImages } from '../../../src/app/check/judge/judge-images.js';
import { breaksSizeRule } from '../../../src/app/check/judge/size-rule.js';
import type { SeenImage } from '../../../src/app/check/look/look-at-images.js';
import { asIdentity } from '../../../src/app/image-identity.js';
import type { ImageLook } from '../../../src/core/image-look.js';
import { type Evidence, type VerdictReason, verdictOf } from '../../../src/core/verdict.js';
import { digestOf } from '../../../src/lib/digest.js';

interface Sample {
  readonly url?: string;
  readonly reasons?: readonly VerdictReason[];
  readonly evidence?: Evidence;
  readonly look?: Partial<ImageLook>;
  readonly ignored?: readonly Ignored[];
  readonly lacksAlt?: boolean;
  readonly isRemembered?: boolean;
}

function seen(sample: Sample = {}): SeenImage {
  const { url = 'https://a.example/x.png', reasons = [], evidence = {}, look = {}, lacksAlt = false } = sample;
  const { ignored = [new Set<VerdictReason>()], isRemembered = false } = sample;
  const places = ignored.map(
    (part, index): PlaceToCheck => ({ file: 'a.md', line: index + 1, column: 1, ignored: part, lacksAlt }),
  );
  const host = URL.canParse(url) ? { host: new URL(url).host } : {};
  const image = { identity: asIdentity(url), url, places };
  return {
    image,
    ...host,
    look: { verdict: verdictOf(reasons, evidence), ...look },
    requests: 1,
    received: 1,
    isRemembered,
  };
}

const usual: JudgeOptions = {
  sizeRule: { bytes: undefined, pixels: undefined },
  missingAlt: false,
  ignoredOf: () => new Set(),
};

describe('judgeImages', () => {
  it('sorts the worst first, then by address', () => {
    const { images } = judgeImages(
      [
        seen({ url: 'b' }),
        seen({ url: 'a' }),
        seen({ url: 'w', reasons: ['redirected'] }),
        seen({ url: 'u', reasons: ['rate-limited'] }),
        seen({ url: 'z', reasons: ['gone', 'insecure'] }),
      ],
      usual,
    );
    expect(images.map(({ url, verdict }) => [url, verdict])).toEqual([
      ['z', 'broken'],
      ['u', 'unverifiable'],
      ['w', 'warn'],
      ['a', 'ok'],
      ['b', 'ok'],
    ]);
  });

  it.each<[string, readonly Ignored[], readonly VerdictReason[], readonly number[]]>([
    ['everywhere', [new Set(['redirected'] as const)], [], [1]],
    ['at one place of two', [new Set(['redirected'] as const), new Set()], ['redirected'], [2]],
    ['another reason', [new Set(['gone'] as const)], ['redirected'], [1]],
  ])('leaves a reason out that is ignored %s', (_, ignored, reasons, lines) => {
    const { images } = judgeImages([seen({ reasons: ['redirected'], ignored })], usual);
    expect(images[0]).toMatchObject({ reasons, verdict: reasons.length === 0 ? 'ok' : 'warn' });
    expect(images[0]?.places.map(({ line }) => line)).toEqual(lines);
  });

  it('counts the images of which something is left out', () => {
    const ignored = [new Set(['gone'] as const)];
    expect(judgeImages([seen({ reasons: ['gone'], ignored }), seen({ url: 'y', ignored })], usual).ignored).toBe(1);
  });

  it('asks for alt text only where that is wanted', () => {
    expect(judgeImages([seen({ lacksAlt: true })], usual).images[0]?.reasons).toEqual([]);
    const { images } = judgeImages([seen({ lacksAlt: true })], { ...usual, missingAlt: true });
    expect(images[0]?.reasons).toEqual(['missing-alt']);
  });
});

describe('breaksSizeRule', () => {
  it.each([
    [{ bytes: 100 }, { bytes: 100, pixels: undefined }, undefined],
    [{ bytes: 101 }, { bytes: 100, pixels: undefined }, { bytes: 101, limit: 100 }],
    [{}, { bytes: 1, pixels: 1 }, undefined],
    [{ width: 5, height: 4 }, { bytes: undefined, pixels: 20 }, undefined],
    [
      { bytes: 1, width: 7, height: 3 },
      { bytes: 1, pixels: 20 },
      { width: 7, height: 3, pixelLimit: 20 },
    ],
  ])('of %j by %j says %j', (look, rule, expected) => {
    expect(breaksSizeRule(look, rule)).toEqual(expected);
  });
});

describe('judgeAcrossImages', () => {
  const verdicts = (images: readonly SeenImage[]) =>
    [...judgeAcrossImages(images).values()].map(({ reasons }) => reasons);
  const noName = (url: string, code = 'ENOTFOUND'): SeenImage =>
    seen({ url, reasons: ['dns-failure'], evidence: { code } });

  it.each<[string, readonly SeenImage[], VerdictReason]>([
    ['no host of several has a name', [noName('http://a.example/'), noName('http://b.example/')], 'offline'],
    ['the resolver does not answer', [noName('http://a.example/', 'EAI_AGAIN')], 'offline'],
    ['one host alone has none', [noName('http://a.example/1'), noName('http://a.example/2')], 'dns-failure'],
    ['another host answers', [noName('http://a.example/'), noName('http://b.example/'), seen()], 'dns-failure'],
  ])('where %s', (_, images, reason) => {
    expect(verdicts(images)[0]).toEqual([reason]);
  });

  it('takes no answer of an earlier check for a network', () => {
    const images = [noName('http://a.example/'), noName('http://b.example/'), seen({ isRemembered: true })];
    expect(verdicts(images)[0]).toEqual(['offline']);
  });

  const many = (count: number, address: (index: number) => string): SeenImage[] =>
    Array.from({ length: count }, (_, index) => seen({ url: address(index), look: { digest: digestOf('same') } }));

  it.each<[string, readonly SeenImage[], boolean]>([
    ['21 addresses', many(21, (index) => `https://a.example/${index}`), true],
    ['20 addresses', many(20, (index) => `https://a.example/${index}`), false],
    ['21 queries of one', many(21, (index) => `https://a.example/x?sign=${index}`), false],
    ['addresses of 21 hosts', many(21, (index) => `https://${index}.example/x`), false],
    ['21 files', many(21, (index) => `img/${index}.png`), false],
  ])('%s with the same bytes: a placeholder or not', (_, images, isPlaceholder) => {
    expect(verdicts(images)[0]).toEqual(isPlaceholder ? ['one-picture-many-addresses'] : []);
  });
});
