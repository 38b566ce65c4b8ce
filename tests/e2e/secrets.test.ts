import { describe, expect, it, onTestFinished } from 'vitest';
import { openProxy } from '../net/proxy-server.js';
import { readTree, writeTree } from '../support/file-tree.js';
import { findSecret, makeCanary } from '../support/find-secret.js';
import { createTestSite, oldBase, type TestSite } from '../support/migration.js';
import { startOssServer } from '../support/oss-server.js';

const secrets = {
  accessKeySecret: makeCanary('access key secret'),
  securityToken: makeCanary('security token'),
  wrongSecret: makeCanary('wrong secret'),
  headerToken: makeCanary('token in a header'),
  proxyPassword: makeCanary('password of a proxy'),
};
const inAddresses = { userinfo: makeCanary('password in an address'), signature: makeCanary('signature') };
const keys = {
  OSS_ACCESS_KEY_ID: 'STS.canaryExampleId',
  OSS_ACCESS_KEY_SECRET: secrets.accessKeySecret,
  OSS_SESSION_TOKEN: secrets.securityToken,
  IMAGE_TOKEN: secrets.headerToken,
};
const formats = ['text', 'json', 'ndjson', 'sarif', 'junit', 'github', 'markdown', 'html'];

describe('a secret', { timeout: 180_000 }, () => {
  it('is found by the search in each of its forms', () => {
    const { accessKeySecret: secret } = secrets;
    for (const text of [
      secret,
      secret.slice(0, 20),
      encodeURIComponent(secret),
      Buffer.from(`id:${secret}!`).toString('base64'),
    ]) {
      expect(findSecret(`x${text}y`, secret), text).not.toEqual([]);
    }
    expect(findSecret(JSON.stringify({ ...secrets, accessKeySecret: '' }), secret)).toEqual([]);
  });

  it('stands in no output, report, plan, ledger, or trace, however a command ends', async () => {
    const { site, outputs, run } = await openBench();
    const proxy = await openProxy({ refuse: 407 });
    const proxied = { HTTP_PROXY: `http://user:${encodeURIComponent(secrets.proxyPassword)}@127.0.0.1:${proxy.port}` };
    await run(['doctor', '--verbose']);
    await run(['migrate', 'posts', '--plan', 'plan.json', '--verbose']);
    await run(['migrate', 'posts', '--write', '--verbose'], { OSS_ACCESS_KEY_SECRET: secrets.wrongSecret });
    await run(['migrate', 'posts', '--write', '--verbose'], proxied);
    await run(['migrate', 'posts', '--write', '--verbose']);
    await run(['migrate', 'posts', '--write', '--format', 'json']);
    for (const format of formats)
      await run(['check', 'posts', '--format', format, '--output', `check.${format}`, '--verbose'], proxied);
    await run(['check', 'posts', '--verbose']);
    await run(['ls', 'main']);
    await run(['verify']);
    await run(['transfer', 'main', 'file:copy', '--write', '--verbose']);
    await run(['migrate', 'posts', '--to', `oss://id:${secrets.wrongSecret}@bucket/x`, '--write']);
    await run(['runs']);
    await run(['undo']);
    expect(outputs.find(({ command }) => command[0] === 'ls')?.text, 'the right keys worked').toContain('.png');
    const files = [...(await readTree(site.folder))].filter(([path]) => path !== 'posts/p.md');
    expect(files.map(([path]) => path)).toEqual(
      expect.arrayContaining(['.imgferry/ledger.db', 'plan.json', 'check.html']),
    );
    for (const [name, secret] of Object.entries(secrets)) {
      for (const { command, text } of outputs)
        expect([command, name, findSecret(text, secret)]).toEqual([command, name, []]);
      for (const [path, bytes] of files)
        expect([path, name, findSecret(bytes.toString('latin1'), secret)]).toEqual([path, name, []]);
    }
    // JSON has addresses as posts have them, and a link of the HTML page leads where the post's does
    const reports = files.filter(([path]) => /^check\.(?!json|ndjson|html)/.test(path));
    const shown = [...outputs, ...reports.map(([path, bytes]) => ({ command: [path], text: bytes.toString() }))];
    for (const [name, secret] of Object.entries(inAddresses)) {
      for (const { command, text } of shown.filter(({ command: said }) => !said.includes('json'))) {
        expect([command, name, findSecret(text, secret)]).toEqual([command, name, []]);
      }
    }
  });
});

interface Output {
  readonly command: readonly string[];
  readonly text: string;
}

/** Posts with secrets in addresses, a bucket that wants keys with a token, an origin that wants a header and repeats it. */
async function openBench(): Promise<{
  readonly site: TestSite;
  readonly outputs: readonly Output[];
  run(args: readonly string[], env?: Readonly<Record<string, string>>): Promise<void>;
}> {
  const server = await startOssServer({
    buckets: [{ name: 'bucket', region: 'cn-hangzhou' }],
    keys: { [keys.OSS_ACCESS_KEY_ID]: { secret: secrets.accessKeySecret, securityToken: secrets.securityToken } },
    region: 'cn-hangzhou',
  });
  onTestFinished(() => server.close());
  const site = await createTestSite(
    {},
    {
      '/a.png': { picture: { seed: 1 } },
      '/signed.png': { picture: { seed: 2 } },
      '/refused.png': {
        status: 401,
        headers: { 'www-authenticate': `Bearer ${secrets.headerToken}` },
        body: secrets.headerToken,
      },
    },
  );
  const userinfo = encodeURIComponent(inAddresses.userinfo);
  const signature = encodeURIComponent(inAddresses.signature);
  const addresses = [
    `${oldBase}a.png`,
    `${oldBase}refused.png`,
    `${oldBase}signed.png?Expires=4000000000&OSSAccessKeyId=LTAIexample&Signature=${signature}`,
    `http://user:${userinfo}@127.0.0.1:${site.origin.port}/missing.png`,
  ];
  await writeTree(site.folder, {
    'posts/p.md': addresses.map((address) => `![](${address})\n`).join('\n'),
    'imgferry.config.json': JSON.stringify({
      to: 'main',
      verify: 'stored',
      allowHosts: ['127.0.0.1'],
      remap: [`${oldBase}=${site.origin.url}/`],
      // biome-ignore lint/suspicious/noTemplateCurlyInString: the program expands it
      hosts: { [`127.0.0.1:${site.origin.port}`]: { headers: { Authorization: 'Bearer ${IMAGE_TOKEN}' } } },
      stores: {
        main: {
          url: `oss://bucket/?region=cn-hangzhou&endpoint=${server.endpoint}`,
          publicUrl: 'https://img.example.com/',
        },
      },
    }),
  });
  const outputs: Output[] = [];
  return {
    site,
    outputs,
    async run(command, env = {}) {
      const { stdout, stderr } = await site.run(command, { ...keys, ...env });
      outputs.push({ command, text: stdout + stderr });
      if (process.env.SHOW) console.log(command.join(' '), stdout.slice(0, 1500), stderr.slice(0, 700));
    },
  };
}
