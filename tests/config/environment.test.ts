import { describe, expect, it } from 'vitest';
import { interpretEnvironment, type Variables } from '../../src/config/environment.js';

const read = (variables: Variables) => interpretEnvironment(variables, '/home/me');

describe('interpretEnvironment', () => {
  it.each<[Variables, string]>([
    [{ LANG: 'zh_CN.UTF-8' }, 'zh'],
    [{ LANG: 'zh_CN.UTF-8', LC_ALL: 'C.UTF-8' }, 'en'],
    [{ LANG: 'en_US.UTF-8', LC_MESSAGES: 'zh_TW' }, 'zh'],
    [{ LANG: 'zh', LC_ALL: '' }, 'zh'],
    [{ LANG: 'zha_CN' }, 'en'],
    [{ LANG: 'xx_YY' }, 'en'],
    [{}, 'en'],
  ])('%j speaks %s', (variables, language) => {
    expect(read(variables).language).toBe(language);
  });

  it.each<[Variables, boolean | undefined]>([
    [{}, undefined],
    [{ NO_COLOR: '1' }, false],
    [{ NO_COLOR: '' }, undefined],
    [{ FORCE_COLOR: '1' }, true],
    [{ FORCE_COLOR: '0' }, false],
    [{ NO_COLOR: '1', FORCE_COLOR: '1' }, false],
  ])('%j has colours: %s', (variables, color) => {
    expect(read(variables).color).toBe(color);
  });

  it('reads proxies, small letters first', () => {
    expect(read({ HTTPS_PROXY: 'http://a', https_proxy: 'http://b', NO_PROXY: 'x' }).proxies).toEqual({
      https: 'http://b',
      none: 'x',
    });
    expect(read({ ALL_PROXY: 'http://all', http_proxy: 'http://h' }).proxies).toEqual({
      http: 'http://h',
      https: 'http://all',
    });
  });

  it('knows a CI and a dumb terminal', () => {
    expect(read({ CI: 'true', TERM: 'dumb' })).toMatchObject({ isCi: true, isDumbTerminal: true });
    expect(read({ CI: 'false' })).toMatchObject({ isCi: false, isDumbTerminal: false });
  });

  it('knows what a pull request is to be merged into', () => {
    expect(read({ GITHUB_BASE_REF: 'main' }).pullRequestBase).toBe('main');
    expect(read({ GITHUB_BASE_REF: '' }).pullRequestBase).toBeUndefined();
  });
});
