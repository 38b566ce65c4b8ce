import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CredentialsSource } from '../../src/credentials/credentials.js';
import { refuseSharedKeys, resolveCredentials } from '../../src/credentials/resolve-credentials.js';
import { refusal, rejection } from '../storage/refusal.js';

let home: string;

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'credentials-'));
});

afterEach(() => rm(home, { recursive: true, force: true }));

async function write(path: string, content: string | object): Promise<void> {
  await mkdir(dirname(join(home, path)), { recursive: true });
  await writeFile(join(home, path), typeof content === 'string' ? content : JSON.stringify(content));
}

const resolve = (source?: CredentialsSource, env: Record<string, string> = {}) =>
  resolveCredentials({ provider: 'oss', source, env, home });

const envOf = (prefix: string) => ({
  [`${prefix}_ACCESS_KEY_ID`]: `${prefix}-id`,
  [`${prefix}_ACCESS_KEY_SECRET`]: 's',
});

const ossutil1 =
  '[Credentials]\nlanguage=CH\naccessKeyID=one-id\naccessKeySecret=a=b==\nstsToken=tok\n[Bucket-Cname]\nb=x\n';
const ossutil2 = [
  '\ufeff# written by hand',
  '[default]',
  'access-key-id = two-id',
  'Access_Key_Secret = secret',
  '[profile blog]',
  'source-profile = default',
  '[profile ring]',
  'source-profile = ring',
].join('\r\n');

const aliyun = {
  current: 'work',
  profiles: [
    { name: 'default', mode: 'AK', access_key_id: 'ak-id', access_key_secret: 's', sts_token: 'left over' },
    { name: 'work', mode: 'StsToken', access_key_id: 'sts-id', access_key_secret: 's', sts_token: 'tok' },
    { name: 'role', mode: 'EcsRamRole', ram_role_name: 'r' },
    { name: 'empty', mode: 'AK', access_key_id: '', access_key_secret: '' },
  ],
};

describe('resolveCredentials by default', () => {
  it.each([
    [
      'variables of ossutil before those of the SDKs',
      { ...envOf('OSS'), ...envOf('ALIBABA_CLOUD') },
      'OSS-id',
      { kind: 'env', name: 'OSS_ACCESS_KEY_ID' },
    ],
    [
      'variables of the SDKs before files',
      envOf('ALIBABA_CLOUD'),
      'ALIBABA_CLOUD-id',
      { kind: 'env', name: 'ALIBABA_CLOUD_ACCESS_KEY_ID' },
    ],
    ['ossutil’s file before the CLI’s', {}, 'one-id', { kind: 'ossutil', name: 'default' }],
  ])('takes %s', async (_, env, accessKeyId, from) => {
    await write('.ossutilconfig', ossutil1);
    await write('.aliyun/config.json', aliyun);
    expect(await resolve(undefined, env)).toMatchObject({ accessKeyId, from });
  });

  it('takes the CLI’s current profile last', async () => {
    await write('.aliyun/config.json', aliyun);
    const from = { kind: 'aliyun', name: 'work', path: join(home, '.aliyun', 'config.json') };
    expect(await resolve()).toEqual({ accessKeyId: 'sts-id', accessKeySecret: 's', securityToken: 'tok', from });
  });

  it.each([
    ['OSS_SESSION_TOKEN', 'OSS'],
    ['ALIBABA_CLOUD_SECURITY_TOKEN', 'ALIBABA_CLOUD'],
  ])('takes a temporary key’s token from %s', async (variable, prefix) => {
    expect(await resolve(undefined, { ...envOf(prefix), [variable]: 'tok' })).toMatchObject({ securityToken: 'tok' });
  });

  it('says where it looked', async () => {
    expect(await rejection(resolve())).toMatchObject({
      code: 'CREDENTIALS_MISSING',
      facts: { provider: 'oss', expected: expect.arrayContaining(['OSS_ACCESS_KEY_ID', '~/.ossutilconfig']) },
    });
  });

  it('does not pass over half a pair', async () => {
    await write('.ossutilconfig', ossutil1);
    expect(await rejection(resolve(undefined, { OSS_ACCESS_KEY_ID: 'id', OSS_ACCESS_KEY_SECRET: '' }))).toMatchObject({
      code: 'CREDENTIALS_MISSING',
      facts: { found: 'OSS_ACCESS_KEY_ID', expected: ['OSS_ACCESS_KEY_SECRET'] },
    });
  });
});

describe('resolveCredentials by source', () => {
  it('asks only what is named', async () => {
    expect(await resolve('env:BLOG', { ...envOf('BLOG'), ...envOf('OSS') })).toMatchObject({ accessKeyId: 'BLOG-id' });
    expect(await rejection(resolve('env:BLOG', envOf('OSS')))).toMatchObject({
      code: 'CREDENTIALS_MISSING',
      facts: { source: 'env:BLOG' },
    });
  });

  it('takes keys that the configuration holds', async () => {
    expect(await resolve({ accessKeyId: 'id', accessKeySecret: 's' })).toEqual({
      accessKeyId: 'id',
      accessKeySecret: 's',
      from: { kind: 'config', name: 'credentials' },
    });
  });

  it.each([
    [
      'ossutil 1',
      ossutil1,
      'ossutil:default',
      { accessKeyId: 'one-id', accessKeySecret: 'a=b==', securityToken: 'tok' },
    ],
    ['ossutil 2', ossutil2, 'ossutil:default', { accessKeyId: 'two-id', accessKeySecret: 'secret' }],
    [
      'a profile of ossutil 2 that points on',
      ossutil2,
      'ossutil:blog',
      { accessKeyId: 'two-id', accessKeySecret: 'secret' },
    ],
  ])('reads %s', async (_, file, source, keys) => {
    await write('.ossutilconfig', file);
    expect(await resolve(source)).toMatchObject(keys);
  });

  it.each(['ossutil:ring', 'ossutil:absent', 'profile:empty', 'profile:absent', 'picgo', 'rclone:x', 'vault:x'])(
    'finds nothing in %s',
    async (source) => {
      await write('.ossutilconfig', ossutil2);
      await write('.aliyun/config.json', aliyun);
      expect(await rejection(resolve(source))).toMatchObject({ code: 'CREDENTIALS_MISSING', facts: { source } });
    },
  );

  it('reads a profile of the CLI without what another mode left in it', async () => {
    await write('.aliyun/config.json', aliyun);
    const { securityToken, accessKeyId } = await resolve('profile:default');
    expect([accessKeyId, securityToken]).toEqual(['ak-id', undefined]);
  });

  it('says that a role holds no keys', async () => {
    await write('.aliyun/config.json', aliyun);
    expect(await rejection(resolve('profile:role'))).toMatchObject({
      code: 'CREDENTIALS_UNREADABLE',
      facts: { name: 'role', found: 'EcsRamRole' },
    });
  });

  it('reads PicGo, old form and new', async () => {
    const old = { accessKeyId: 'old-id', accessKeySecret: 's', bucket: 'b', area: 'oss-cn-beijing' };
    await write('.config/picgo/data.json', { picBed: { aliyun: old } });
    expect(await resolve('picgo')).toMatchObject({ accessKeyId: 'old-id', from: { kind: 'picgo' } });
    const configList = [
      { _id: '1', _configName: 'Default', accessKeyId: 'first-id', accessKeySecret: 's' },
      { _id: '2', _configName: 'blog', accessKeyId: 'blog-id', accessKeySecret: 's' },
    ];
    await write('.picgo/config.json', {
      picBed: { aliyun: old },
      uploader: { aliyun: { configList, defaultId: '1' } },
    });
    expect(await resolve('picgo')).toMatchObject({ accessKeyId: 'first-id' });
    expect(await resolve('picgo:blog')).toMatchObject({ accessKeyId: 'blog-id' });
  });

  it('reads PicList as PicGo, each its own', async () => {
    await write('.config/piclist/data.json', {
      picBed: {
        aliyun: { accessKeyId: 'list-id', accessKeySecret: 's' },
        'aws-s3-plist': { accessKeyID: 'p3-id', secretAccessKey: 's' },
      },
    });
    expect(await resolve('piclist')).toMatchObject({ accessKeyId: 'list-id', from: { kind: 'piclist' } });
    expect(await resolveCredentials({ provider: 's3', source: 'piclist', env: {}, home })).toMatchObject({
      accessKeyId: 'p3-id',
    });
    expect(await rejection(resolve('picgo'))).toMatchObject({ code: 'CREDENTIALS_MISSING' });
  });

  it('reads rclone, through aliases', async () => {
    const remotes =
      '[oss]\ntype = s3\nprovider = Alibaba\naccess_key_id = r-id\nsecret_access_key = s\n[blog]\ntype = alias\nremote = oss:bucket/dir\n[dav]\ntype = webdav\n';
    await write('.config/rclone/rclone.conf', remotes);
    expect(await resolve('rclone:blog')).toMatchObject({ accessKeyId: 'r-id', from: { kind: 'rclone', name: 'oss' } });
    expect(await rejection(resolve('rclone:dav'))).toMatchObject({
      code: 'CREDENTIALS_UNREADABLE',
      facts: { found: 'webdav' },
    });
  });

  it('declines an encrypted rclone.conf', async () => {
    await write('elsewhere.conf', '# Encrypted rclone configuration File\n\nRCLONE_ENCRYPT_V0:\nAAAA\n');
    const env = { RCLONE_CONFIG: join(home, 'elsewhere.conf') };
    expect(await rejection(resolve('rclone:oss', env))).toMatchObject({
      code: 'CREDENTIALS_UNREADABLE',
      facts: { found: 'encrypted' },
    });
  });

  it('quotes nothing of a file that it can’t parse', async () => {
    await write('.aliyun/config.json', '{"access_key_secret": "SECRET" oops');
    const error = await rejection(resolve('profile:default'));
    expect(error).toMatchObject({ code: 'CREDENTIALS_UNREADABLE', facts: { found: 'syntax' } });
    expect(error.cause).toBeUndefined();
    expect(`${error.stack}`).not.toContain('SECRET');
  });
});

describe('resolveCredentials of S3', () => {
  const resolveS3 = (source?: CredentialsSource, env: Record<string, string> = {}) =>
    resolveCredentials({ provider: 's3', source, env, home });
  const files = {
    '.aws/credentials':
      '[default]\naws_access_key_id = file-id\naws_secret_access_key = a/b+c=\n\n[work]\naws_access_key_id=work-id\naws_secret_access_key=s\naws_session_token=tok\n',
    '.aws/config':
      '[default]\nregion = us-east-1\n[profile plain]\naws_access_key_id = plain-id\naws_secret_access_key = s\n[profile sso]\nsso_session = corp\n',
  };

  it('takes AWS’s variables before its files, with the token', async () => {
    for (const [path, text] of Object.entries(files)) await write(path, text);
    const env = { AWS_ACCESS_KEY_ID: 'id', AWS_SECRET_ACCESS_KEY: 's', AWS_SESSION_TOKEN: 'tok' };
    expect(await resolveS3(undefined, env)).toEqual({
      accessKeyId: 'id',
      accessKeySecret: 's',
      securityToken: 'tok',
      from: { kind: 'env', name: 'AWS_ACCESS_KEY_ID' },
    });
  });

  it.each([
    [undefined, {}, { accessKeyId: 'file-id', accessKeySecret: 'a/b+c=', from: { kind: 'aws', name: 'default' } }],
    [undefined, { AWS_PROFILE: 'work' }, { accessKeyId: 'work-id', securityToken: 'tok' }],
    ['profile:work', { AWS_ACCESS_KEY_ID: 'other', AWS_SECRET_ACCESS_KEY: 's' }, { accessKeyId: 'work-id' }],
    ['profile:plain', {}, { accessKeyId: 'plain-id' }],
  ])('reads profiles: %s with %j', async (source, env, keys) => {
    for (const [path, text] of Object.entries(files)) await write(path, text);
    expect(await resolveS3(source, env)).toMatchObject(keys);
  });

  it('reads a prefix in either spelling, and names AWS’s where half is missing', async () => {
    expect(await resolveS3('env:R2', { R2_ACCESS_KEY_ID: 'a', R2_SECRET_ACCESS_KEY: 's' })).toMatchObject({
      accessKeyId: 'a',
    });
    expect(await resolveS3('env:R2', envOf('R2'))).toMatchObject({ accessKeyId: 'R2-id' });
    expect(await rejection(resolveS3(undefined, { AWS_ACCESS_KEY_ID: 'id' }))).toMatchObject({
      code: 'CREDENTIALS_MISSING',
      facts: { found: 'AWS_ACCESS_KEY_ID', expected: ['AWS_SECRET_ACCESS_KEY'] },
    });
  });

  it('says that a profile of single sign-on holds no keys', async () => {
    for (const [path, text] of Object.entries(files)) await write(path, text);
    expect(await rejection(resolveS3('profile:sso'))).toMatchObject({
      code: 'CREDENTIALS_UNREADABLE',
      facts: { name: 'sso', found: 'sso_session' },
    });
  });

  it('reads an S3 remote of rclone, and knows no source of OSS’s tools', async () => {
    await write('.config/rclone/rclone.conf', '[r2]\ntype = s3\naccess_key_id = r-id\nsecret_access_key = s\n');
    expect(await resolveS3('rclone:r2')).toMatchObject({ accessKeyId: 'r-id' });
    expect(await rejection(resolveS3('ossutil:default'))).toMatchObject({
      code: 'CREDENTIALS_MISSING',
      facts: { expected: ['env:PREFIX', 'profile:NAME', 'picgo', 'piclist', 'rclone:NAME'] },
    });
  });
});

describe('refuseSharedKeys', () => {
  const store = (name: string, place: string, source?: string) => ({ name, provider: 'oss' as const, place, source });

  it.each([
    ['one store', [store('a', 'x')]],
    ['two stores in one bucket', [store('a', 'x'), store('b', 'x')]],
    ['two buckets, one of them told its keys', [store('a', 'x'), store('b', 'y', 'env:B')]],
    ['two buckets told the same keys', [store('a', 'x', 'env:A'), store('b', 'y', 'env:A')]],
  ])('lets %s pass', (_, stores) => {
    expect(() => refuseSharedKeys(stores)).not.toThrow();
  });

  it('refuses two buckets and one pair of variables', () => {
    expect(refusal(() => refuseSharedKeys([store('a', 'x'), store('b', 'y')]))).toMatchObject({
      code: 'CREDENTIALS_AMBIGUOUS',
      facts: { provider: 'oss', stores: ['a', 'b'] },
    });
  });
});
