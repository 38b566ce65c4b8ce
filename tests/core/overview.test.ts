import { describe, expect, it } from 'vitest';
import { nextSteps, type Overview } from '../../src/core/overview.js';

const none = { images: 0, named: 0 };
const at = (host: string) => ({ host, base: `http://${host}/` });
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
    const foreign = { ...at('i.example'), ...sized(3) };
    const own = { ...at('b.example'), bucket: 'blog', ...sized(3) };
    expect(idsOf({ hosts: [foreign] })).toEqual(['check', 'migrate', 'relink']);
    expect(idsOf({ hosts: [own] })).toEqual(['check', 'transfer', 'relink']);
    expect(idsOf({ hosts: [own, { ...foreign, ...sized(4) }] })).toEqual(['check', 'migrate', 'relink']);
    expect(idsOf({ hosts: [foreign], files: sized(4) })).toEqual(['check', 'optimize', 'relink']);
    expect(idsOf({ files: sized(1) })).toEqual(['check', 'optimize', 'migrate']);
  });

  it('brings what is elsewhere to the store that the configuration names, and leaves what is there', () => {
    const home = { ...at('home.example'), bucket: 'main', ...sized(9) };
    const old = { ...at('old.example'), bucket: 'old', ...sized(1) };
    const step = (parts: Partial<Overview>) => nextSteps(overview({ to: 'main', ...parts }))[1];
    expect(step({ hosts: [home, old] })).toMatchObject({ id: 'transfer', bucket: 'old', to: 'main', images: 1 });
    expect(step({ hosts: [home, { ...at('i.example'), ...sized(2) }] })).toMatchObject({ id: 'migrate', to: 'main' });
    expect(step({ hosts: [home] })).toEqual({ id: 'optimize-store', store: 'main' });
  });

  it('names an address as posts have it', () => {
    const steps = nextSteps(overview({ hosts: [{ ...at('i.example'), ...sized(3) }] }));
    expect(steps.at(-1)).toMatchObject({ id: 'relink', base: 'http://i.example/' });
  });

  it('has nothing to say where there is no image', () => {
    expect(idsOf({})).toEqual([]);
  });

  it('adds up what several hosts hold', () => {
    const hosts = [
      { ...at('a.example'), ...sized(2) },
      { ...at('b.example'), ...sized(3), sized: 1, bytes: 7 },
    ];
    expect(nextSteps(overview({ hosts }))[1]).toEqual({ id: 'migrate', images: 5, named: 5, bytes: 2007, sized: 3 });
  });
});
