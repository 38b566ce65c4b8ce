import { describe, expect, it } from 'vitest';
import { nextSteps, type Overview } from '../../src/core/overview.js';

const none = { images: 0, named: 0 };
const sized = (images: number) => ({ images, named: images, bytes: images * 1000, sized: images });

function overview(parts: Partial<Overview>): Overview {
  const counted = [...(parts.hosts ?? []), ...(parts.files ? [parts.files] : [])];
  const images = counted.reduce((sum, one) => sum + one.images, 0);
  return {
    generators: [],
    posts: 1,
    unread: 0,
    images: { images, named: images },
    hosts: [],
    files: sized(0),
    missing: [],
    embedded: none,
    unclear: none,
    ...parts,
  };
}

const idsOf = (parts: Partial<Overview>): readonly string[] => nextSteps(overview(parts)).map(({ id }) => id);

describe('nextSteps', () => {
  it('names the job by where most images live', () => {
    const foreign = { host: 'i.example', ...sized(3) };
    const own = { host: 'b.example', bucket: 'blog', ...sized(3) };
    expect(idsOf({ hosts: [foreign] })).toEqual(['check', 'migrate', 'relink']);
    expect(idsOf({ hosts: [own] })).toEqual(['check', 'transfer', 'relink']);
    expect(idsOf({ hosts: [own, { ...foreign, ...sized(4) }] })).toEqual(['check', 'migrate', 'relink']);
    expect(idsOf({ hosts: [foreign], files: sized(4) })).toEqual(['check', 'optimize', 'relink']);
    expect(idsOf({ files: sized(1) })).toEqual(['check', 'optimize', 'migrate']);
  });

  it('has nothing to say where there is no image', () => {
    expect(idsOf({})).toEqual([]);
  });

  it('adds up what several hosts hold', () => {
    const hosts = [
      { host: 'a.example', ...sized(2) },
      { host: 'b.example', ...sized(3), sized: 1, bytes: 7 },
    ];
    expect(nextSteps(overview({ hosts }))[1]).toEqual({ id: 'migrate', images: 5, named: 5, bytes: 2007, sized: 3 });
  });
});
