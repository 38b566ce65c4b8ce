import { describe, expect, it } from 'vitest';
import { compileIgnoreRules } from '../../../src/app/check/gather/ignore-rules.js';
import type { IgnoreRule } from '../../../src/config/settings.js';

const rule = (given: Partial<IgnoreRule>): IgnoreRule => ({ address: [], post: [], reason: [], ...given });

const at = (url: string, file?: string) => ({ url, file });

describe('compileIgnoreRules', () => {
  it.each<[string, IgnoreRule, ReturnType<typeof at>, boolean]>([
    ['an address', rule({ address: ['https://a.example/x.png'] }), at('https://a.example/x.png'), true],
    ['all of a host', rule({ address: ['https://a.example/*'] }), at('https://a.example/b/c.svg?x=[1]'), true],
    ['another host', rule({ address: ['https://a.example/*'] }), at('https://b.example/'), false],
    ['what only begins alike', rule({ address: ['https://a.example/x'] }), at('https://a.example/x.png'), false],
    [
      'a question mark as it stands',
      rule({ address: ['https://a.example/?a=*'] }),
      at('https://a.example/xa=1'),
      false,
    ],
    ['one of several', rule({ address: ['x', 'img/*'] }), at('img/a/b.png'), true],
    ['a post', rule({ post: ['drafts/**'] }), at('x', 'drafts/a/b.md'), true],
    ['a post above', rule({ post: ['drafts/**'] }), at('x', '../drafts/b.md'), true],
    ['a post by its name alone', rule({ post: ['b.md'] }), at('x', 'posts/b.md'), true],
    ['another post', rule({ post: ['drafts/**'] }), at('x', 'posts/b.md'), false],
    ['an object, which stands in no post', rule({ post: ['**'] }), at('x'), false],
    ['both, where both must fit', rule({ address: ['x'], post: ['a.md'] }), at('x', 'b.md'), false],
  ])('fits %s as it should', (_, given, place, isIgnored) => {
    expect(compileIgnoreRules([given])(place)).toEqual(isIgnored ? 'all' : new Set());
  });

  it('leaves out the reasons of all rules that fit', () => {
    const rules = [
      rule({ address: ['x'], reason: ['redirected', 'insecure'] }),
      rule({ reason: ['attachment'] }),
      rule({ address: ['y'], reason: ['gone'] }),
    ];
    expect(compileIgnoreRules(rules)(at('x'))).toEqual(new Set(['redirected', 'insecure', 'attachment']));
    expect(compileIgnoreRules([...rules, rule({ address: ['*'] })])(at('x'))).toBe('all');
  });
});
