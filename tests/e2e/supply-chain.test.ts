import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));
const read = (path: string): Promise<string> => readFile(join(root, path), 'utf8');

interface Manifest {
  readonly dependencies: Readonly<Record<string, string>>;
  readonly scripts: Readonly<Record<string, string>>;
}

interface Lockfile {
  readonly packages: Readonly<
    Record<string, { readonly dev?: boolean; readonly hasInstallScript?: boolean; readonly resolved?: string }>
  >;
}

describe('what an installation brings', { timeout: 120_000 }, () => {
  it('is described with its reason, in a fixed version', async () => {
    const { dependencies }: Manifest = JSON.parse(await read('package.json'));
    const described = [...(await read('docs/dependencies.md')).matchAll(/^\| `([^`]+)` \| \S/gm)].map(
      ([, name]) => name,
    );
    expect(described).toEqual(Object.keys(dependencies));
    for (const version of Object.values(dependencies)) expect(version).toMatch(/^\d+\.\d+\.\d+$/);
  });

  it('runs no script when it is installed from a registry', async () => {
    const { scripts }: Manifest = JSON.parse(await read('package.json'));
    const lifecycle = ['preinstall', 'install', 'postinstall', 'prepublish', 'preprepare', 'prepare', 'postprepare'];
    expect(Object.keys(scripts).filter((name) => lifecycle.includes(name))).toEqual([]);
    const { packages }: Lockfile = JSON.parse(await read('package-lock.json'));
    const withScript = Object.entries(packages).filter(([, { dev, hasInstallScript }]) => hasInstallScript && !dev);
    expect(withScript.map(([path]) => path)).toEqual([]);
    for (const [path, { resolved }] of Object.entries(packages)) expect(resolved ?? '', path).toBe('');
  });

  it('is the program, its configuration and its documents, and nothing else', () => {
    const said = execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
      cwd: root,
      encoding: 'utf8',
    });
    const [{ files = [] } = {}]: { files?: { path: string }[] }[] = JSON.parse(said);
    const paths = files.map(({ path }) => path);
    expect(paths).toEqual(
      expect.arrayContaining(['bin/imgferry.js', 'dist/program/main.js', 'dist/index.js', 'LICENSE']),
    );
    const allowed = /^(?:bin\/|dist\/|config\/(?:schemas|presets)\/)|^(?:package\.json|README(?:\.zh)?\.md|LICENSE)$/;
    expect(paths.filter((path) => !allowed.test(path))).toEqual([]);
    expect(paths.filter((path) => /(?:^|\/)\.(?!d\.ts)|\.(?:test|map)\b|\.env|\.db$/.test(path))).toEqual([]);
  });
});

describe.each(['docs/promises.md', 'SECURITY.md'])('%s', (document) => {
  it('names tests that are there', async () => {
    const named = [...(await read(document)).matchAll(/`(tests\/[^`]+)`/g)].map(([, path = '']) => path);
    expect(named.length).toBeGreaterThan(10);
    expect(named.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });
});
