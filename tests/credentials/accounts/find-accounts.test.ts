import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { type FoundAccounts, findAccounts } from '../../../src/credentials/accounts/find-accounts.js';
import { writeTree } from '../../support/file-tree.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

let home: string;

beforeEach(async () => {
  home = await temporaryFolder();
});

async function find(files: Readonly<Record<string, string | object>>, env: Record<string, string> = {}) {
  const texts = Object.entries(files).map(([path, content]) => [
    path,
    typeof content === 'string' ? content : JSON.stringify(content),
  ]);
  await writeTree(home, Object.fromEntries(texts));
  return findAccounts({ env, home });
}

/** The accounts without what is the same in all of these tests. */
const offered = ({ accounts }: FoundAccounts) =>
  accounts.map(({ bucket, provider, source }) => ({ provider, source, ...bucket }));

const oss = (name: string) => ({
  accessKeyId: `LTAI5t-${name}-0000`,
  accessKeySecret: 'a-secret',
  bucket: `${name}-bucket`,
  area: 'oss-cn-hangzhou',
  path: 'img/',
  customUrl: 'https://img.example.com',
  options: '?x-oss-process=style/a',
});

const ossBucket = (name: string) => ({
  name: `${name}-bucket`,
  prefix: 'img',
  region: 'cn-hangzhou',
  publicUrl: 'https://img.example.com/',
});

describe('findAccounts', () => {
  it('finds nothing in an empty home', async () => {
    expect(await find({})).toEqual({ accounts: [], unusable: [] });
  });

  it('finds the pairs of ten sites in one shell, each by its prefix', async () => {
    const env = {
      SITE10_ACCESS_KEY_ID: 'LTAI-ten',
      SITE10_ACCESS_KEY_SECRET: 's',
      SITE2_ACCESS_KEY_ID: 'AKIA-two',
      SITE2_SECRET_ACCESS_KEY: 's',
      HALF_ACCESS_KEY_ID: 'alone',
    };
    expect(offered(await find({}, env))).toEqual([
      { provider: 's3', source: 'env:SITE2' },
      { provider: 'oss', source: 'env:SITE10' },
    ]);
  });

  it('reads PicGo’s command line: what is needed to point at it, and the key’s id shortened', async () => {
    const { accounts } = await find({ '.picgo/config.json': { picBed: { uploader: 'aliyun', aliyun: oss('blog') } } });
    expect(accounts).toEqual([
      {
        tool: 'picgo',
        provider: 'oss',
        source: 'picgo',
        keyId: 'LTAI…0000',
        path: join(home, '.picgo', 'config.json'),
        bucket: ossBucket('blog'),
      },
    ]);
  });

  it('reads PicGo’s window with several buckets, the chosen one first', async () => {
    const configList = [
      { _id: 'a1', _configName: 'Default', ...oss('first') },
      { _id: 'b2', _configName: '博客', ...oss('blog') },
    ];
    const found = await find({
      '.config/picgo/data.json': {
        picBed: { current: 'aliyun', aliyun: oss('old') },
        uploader: { aliyun: { configList, defaultId: 'b2' } },
      },
    });
    expect(offered(found)).toEqual([
      { provider: 'oss', source: 'picgo', ...ossBucket('blog') },
      { provider: 'oss', source: 'picgo:Default', ...ossBucket('first') },
    ]);
  });

  it('reads PicList, its S3 buckets too', async () => {
    const s3 = {
      accessKeyID: 'AKIA0000000000000000',
      secretAccessKey: 'a-secret',
      bucketName: 'pics',
      uploadPath: 'blog/{year}/{md5}.{extName}',
      region: 'auto',
      endpoint: 'https://account.r2.cloudflarestorage.com',
      urlPrefix: 'https://pics.example.com/',
      pathStyleAccess: false,
    };
    const found = await find({
      'Library/Application Support/piclist/data.json': { picBed: { aliyun: oss('blog'), 'aws-s3-plist': s3 } },
    });
    expect(offered(found)).toEqual([
      { provider: 'oss', source: 'piclist', ...ossBucket('blog') },
      {
        provider: 's3',
        source: 'piclist',
        name: 'pics',
        prefix: 'blog',
        region: 'auto',
        endpoint: 'https://account.r2.cloudflarestorage.com',
        publicUrl: 'https://pics.example.com/',
      },
    ]);
  });

  it.each([
    [
      'ossutil 1',
      '[Credentials]\nlanguage=CH\nendpoint=oss-cn-beijing.aliyuncs.com\naccessKeyID=LTAI5t-one-id\naccessKeySecret=s\n',
      ['ossutil:default'],
    ],
    [
      'ossutil 2',
      '[default]\naccess-key-id=LTAI5t-two-id\nAccess_Key_Secret=s\nregion=cn-beijing\n[profile work]\nsource-profile=default\nregion=cn-beijing\n',
      ['ossutil:default', 'ossutil:work'],
    ],
  ])('reads %s', async (_, text, sources) => {
    const found = await find({ '.ossutilconfig': text });
    expect(found.accounts.map(({ source }) => source)).toEqual(sources);
    expect(found.accounts[0]).toMatchObject({ tool: 'ossutil', provider: 'oss', bucket: { region: 'cn-beijing' } });
  });

  it('reads the CLI of Alibaba Cloud, the current profile first; a role is named, an empty profile is nothing', async () => {
    const found = await find({
      '.aliyun/config.json': {
        current: 'work',
        profiles: [
          { name: 'default', mode: 'AK', access_key_id: '', access_key_secret: '' },
          {
            name: 'home',
            mode: 'AK',
            access_key_id: 'LTAI5t-home-id',
            access_key_secret: 's',
            region_id: 'cn-shanghai',
          },
          {
            name: 'work',
            mode: 'StsToken',
            access_key_id: 'STS.work-id-1',
            access_key_secret: 's',
            sts_token: 't',
            region_id: 'cn-beijing',
          },
          { name: 'role', mode: 'EcsRamRole', ram_role_name: 'r' },
        ],
      },
    });
    expect(offered(found)).toEqual([
      { provider: 'oss', source: 'profile:work', region: 'cn-beijing' },
      { provider: 'oss', source: 'profile:home', region: 'cn-shanghai' },
    ]);
    expect(found.unusable).toMatchObject([
      { tool: 'aliyun', error: { code: 'CREDENTIALS_UNREADABLE', facts: { name: 'role', found: 'EcsRamRole' } } },
    ]);
  });

  it('reads both files of AWS’s tools; single sign-on is named', async () => {
    const found = await find({
      '.aws/credentials': '[default]\naws_access_key_id = AKIA0000000000000000\naws_secret_access_key = s\n',
      '.aws/config': '[default]\nregion = eu-west-1\n[profile company]\nsso_session = x\nregion = us-east-1\n',
    });
    expect(offered(found)).toEqual([{ provider: 's3', source: 'profile:default', region: 'eu-west-1' }]);
    expect(found.unusable).toMatchObject([{ tool: 'aws', error: { facts: { found: 'sso_session' } } }]);
  });

  it('reads rclone, an alias with its bucket; a remote of another type is nothing', async () => {
    const found = await find({
      '.config/rclone/rclone.conf': [
        '[ali]',
        'type = s3',
        'provider = Alibaba',
        'access_key_id = LTAI5t-rclone-id',
        'secret_access_key = s',
        'endpoint = oss-cn-hangzhou.aliyuncs.com',
        '[r2]',
        'type = s3',
        'provider = Cloudflare',
        'access_key_id = 0123456789abcdef',
        'secret_access_key = s',
        'region = auto',
        'endpoint = https://account.r2.cloudflarestorage.com',
        '[pics]',
        'type = alias',
        'remote = ali:my-bucket/blog',
        '[dav]',
        'type = webdav',
      ].join('\n'),
    });
    expect(offered(found)).toEqual([
      { provider: 'oss', source: 'rclone:ali', region: 'cn-hangzhou' },
      { provider: 's3', source: 'rclone:r2', region: 'auto', endpoint: 'https://account.r2.cloudflarestorage.com' },
      { provider: 'oss', source: 'rclone:pics', name: 'my-bucket', prefix: 'blog', region: 'cn-hangzhou' },
    ]);
  });

  it('names what can’t be read and goes on with the others', async () => {
    const found = await find({
      '.config/rclone/rclone.conf': '# Encrypted rclone configuration File\n\nRCLONE_ENCRYPT_V0:\nabcdef',
      '.picgo/config.json': '{ "picBed": { "aliyun": { "accessKeySecret": "a-secret" ',
      '.ossutilconfig': '[default]\naccess-key-id=LTAI5t-two-id\naccess-key-secret=a-secret\n',
    });
    expect(found.accounts.map(({ source }) => source)).toEqual(['ossutil:default']);
    expect(found.unusable).toMatchObject([
      { tool: 'picgo', error: { facts: { found: 'syntax' } } },
      { tool: 'rclone', error: { facts: { found: 'encrypted' } } },
    ]);
    expect(JSON.stringify(found)).not.toContain('a-secret');
  });

  it('reads the usual variables; half a pair is named', async () => {
    const env = {
      OSS_ACCESS_KEY_ID: 'LTAI5t-variable',
      OSS_ACCESS_KEY_SECRET: 's',
      AWS_ACCESS_KEY_ID: 'AKIA0000000000000000',
    };
    const found = await find({}, env);
    expect(offered(found)).toEqual([{ provider: 'oss', source: 'env:OSS' }]);
    expect(found.unusable).toMatchObject([{ tool: 'environment', error: { code: 'CREDENTIALS_MISSING' } }]);
  });
});
