import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

export interface Certificate {
  readonly key: string;
  readonly cert: string;
}

export interface CertificateAuthority {
  /** PEM. */
  readonly ca: string;
  /** @param options.days negative: it has expired */
  issue(names: string, options?: { readonly days?: number }): Promise<Certificate>;
}

/** Makes an authority of its own with the openssl command. */
export async function createAuthority(): Promise<CertificateAuthority> {
  const { key, cert } = await inFolder(async (folder) => {
    const subject = ['-subj', '/CN=imgferry test authority', '-days', '2'];
    await openssl(folder, ['req', '-x509', ...newKey, '-keyout', 'key', '-out', 'cert', ...subject]);
    return readPair(folder);
  });
  return {
    ca: cert,
    issue: (names, { days = 1 } = {}) =>
      inFolder(async (folder) => {
        await writeFile(join(folder, 'ca.key'), key);
        await writeFile(join(folder, 'ca.cert'), cert);
        await writeFile(join(folder, 'extensions'), `subjectAltName=${names}\n`);
        await openssl(folder, ['req', ...newKey, '-keyout', 'key', '-out', 'request', '-subj', '/CN=imgferry test']);
        const signing = ['-CA', 'ca.cert', '-CAkey', 'ca.key', '-CAcreateserial', '-days', String(days)];
        await openssl(folder, ['x509', '-req', '-in', 'request', ...signing, '-extfile', 'extensions', '-out', 'cert']);
        return readPair(folder);
      }),
  };
}

const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];

async function openssl(cwd: string, parameters: readonly string[]): Promise<void> {
  await run('openssl', parameters, { cwd });
}

async function readPair(folder: string): Promise<Certificate> {
  return { key: await readFile(join(folder, 'key'), 'utf8'), cert: await readFile(join(folder, 'cert'), 'utf8') };
}

async function inFolder<Result>(action: (folder: string) => Promise<Result>): Promise<Result> {
  const folder = await mkdtemp(join(tmpdir(), 'imgferry-ca-'));
  try {
    return await action(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
