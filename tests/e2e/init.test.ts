import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { listTree, writeTree } from '../support/file-tree.js';
import { runCli } from '../support/run-cli.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { openTerminal } from '../support/terminal.js';

let cwd: string;

const uploader = {
  accessKeyId: 'LTAI5tExampleKeyIdx3Qz',
  accessKeySecret: 'a-secret-of-picgo',
  bucket: 'my-blog',
  area: 'oss-cn-hangzhou',
  path: 'img/',
  customUrl: 'https://img.example.com',
};

const site = {
  '_config.yml': 'title: blog\n',
  'source/_posts/猫.md': '# 猫\n\n![](/images/cat.png)\n',
  '.config/picgo/data.json': JSON.stringify({ picBed: { uploader: 'aliyun', aliyun: uploader } }),
};

beforeEach(async () => {
  cwd = await temporaryFolder();
  await writeTree(cwd, site);
});

const configText = (): Promise<string> => readFile(join(cwd, 'imgferry.config.yaml'), 'utf8');

describe('imgferry init --yes', () => {
  it('writes what suits the site, and looks at it; images into a folder, no bucket is chosen for anybody', async () => {
    const { code, stderr, stdout } = await runCli(['init', '--yes'], { cwd });
    expect([code, stderr]).toEqual([0, expect.stringContaining('a site of hexo')]);
    expect(stderr).toContain('PicGo: keys LTAI…x3Qz, bucket my-blog');
    expect(stdout).toContain('All is well.');
    expect(parse(await configText())).toEqual({
      generator: 'hexo',
      posts: ['source/_posts'],
      to: 'main',
      stores: { main: { url: 'file:source/images', publicUrl: '/images/' } },
      imageFormat: 'keep',
      optimize: 'auto',
    });
    expect(await listTree(cwd)).toEqual([...Object.keys(site), 'imgferry.config.yaml'].sort());
    expect((await runCli(['migrate'], { cwd })).code).toBe(0);
  });

  it('takes answers as options, points at keys and never shows them', async () => {
    const to = 'oss://my-blog/img?region=cn-hangzhou&endpoint=http://127.0.0.1:9';
    const answers = ['--credentials', 'picgo', '--public-url', 'https://img.example.com/', '--allow-host', '127.0.0.1'];
    const { code, stderr, stdout } = await runCli(['init', '--yes', '--to', to, ...answers], { cwd });
    expect(code).toBe(1); // nothing listens there: `doctor` says so
    const text = await configText();
    expect(parse(text)).toMatchObject({
      stores: {
        main: {
          url: 'oss://my-blog/img',
          endpoint: 'http://127.0.0.1:9',
          publicUrl: 'https://img.example.com/',
          credentials: 'picgo',
        },
      },
      allowHosts: ['127.0.0.1'],
    });
    expect(stdout).toContain('LTAI…x3Qz');
    expect([stdout, stderr, text].join()).not.toMatch(/a-secret-of-picgo|LTAI5tExample/);
  });

  it('speaks Chinese, in the file too', async () => {
    const { stderr } = await runCli(['init', '--yes', '--lang', 'zh'], { cwd });
    expect(stderr).toContain('hexo 站点');
    expect(await configText()).toContain('# 文章，以及文章所在的目录。');
  });

  it.each([
    ['--to', 'my-bucket'],
    ['--to', 'oss://id:secret@my-bucket'],
    ['--generator', 'hexxo'],
    ['--credentials', 'my-key'],
    ['--config', 'imgferry.config.ts'],
  ])('writes nothing when it is given %s %s', async (option, value) => {
    const store = option === '--credentials' ? ['--to', 'oss://my-blog?region=cn-hangzhou'] : [];
    const { code, stderr } = await runCli(['init', '--yes', ...store, option, value], { cwd });
    expect([code, stderr]).toEqual([2, expect.stringContaining('✗')]);
    expect(await listTree(cwd)).toEqual(Object.keys(site).sort());
  });
});

describe('imgferry init', () => {
  it('leaves a configuration alone that is there', async () => {
    for (const [name, text] of [
      ['imgferry.config.json', '{}'],
      ['package.json', '{"imgferry": {}}'],
    ] as const) {
      const folder = await temporaryFolder();
      await writeTree(folder, { [name]: text });
      const { code, stderr } = await runCli(['init', '--yes'], { cwd: folder });
      expect([code, stderr]).toEqual([2, expect.stringContaining(`There is a configuration already`)]);
      expect(await listTree(folder)).toEqual([name]);
    }
  });

  it('says how it is used where there is no terminal', async () => {
    const { code, stderr } = await runCli(['init'], { cwd });
    expect([code, stderr]).toEqual([2, expect.stringContaining('imgferry init --yes')]);
    expect(await listTree(cwd)).toEqual(Object.keys(site).sort());
  });
});

describe('imgferry init in a terminal', () => {
  it('offers the bucket that PicGo is set up with, and writes after a look', async () => {
    const nobody = 'http://127.0.0.1:9'; // a proxy that is not there: nothing is asked of the net
    const terminal = openTerminal(['init'], { cwd, env: { HTTPS_PROXY: nobody } });
    await terminal.sees('Where are the posts?');
    expect(terminal.screen()).toContain('PicGo: keys LTAI…x3Qz, bucket my-blog');
    terminal.press('Enter');
    await terminal.sees('Where should images go?');
    await terminal.sees('the bucket my-blog of PicGo');
    terminal.press('Enter');
    await terminal.sees('Below which prefix?');
    terminal.press('BSpace', 'BSpace', 'BSpace', '博客', 'Enter');
    await terminal.sees('Which address do readers have');
    terminal.press('Enter');
    await terminal.sees('Write this to imgferry.config.yaml?');
    expect(terminal.screen()).toContain('credentials: picgo');
    terminal.press('Enter');
    expect(await terminal.ended()).toBe(1); // the bucket of the example is nobody's
    expect(parse(await configText()).stores.main).toEqual({
      url: 'oss://my-blog/博客',
      region: 'cn-hangzhou',
      publicUrl: 'https://img.example.com/',
      credentials: 'picgo',
    });
    expect(terminal.screen()).not.toContain('a-secret-of-picgo');
  });

  it('asks in Chinese, in forty columns, and takes a folder', async () => {
    const terminal = openTerminal(['init', 'source/_posts'], { cwd, columns: 40, env: { LANG: 'zh_CN.UTF-8' } });
    await terminal.sees('图片放到哪里？');
    terminal.press('Down', 'Enter');
    await terminal.sees('哪个目录？');
    terminal.press('Enter');
    await terminal.sees('它在站点上的地址？');
    terminal.press('Enter');
    await terminal.sees('写入 imgferry.config.yaml 吗？');
    terminal.press('Enter');
    expect(await terminal.ended()).toBe(0);
    expect(parse(await configText()).stores.main.url).toBe('file:source/images');
  });

  it.each([
    ['Ctrl-C at a question', ['C-c']],
    ['Ctrl-C at the last one', ['Enter', 'Down', 'Enter', 'Enter', 'Enter', 'C-c']],
    ['No', ['Enter', 'Down', 'Enter', 'Enter', 'Enter', 'Right', 'Enter']],
  ])('leaves nothing behind after %s', async (_, keys) => {
    const terminal = openTerminal(['init'], { cwd });
    const questions = [
      'Where are the posts?',
      'Where should images go?',
      'Where should',
      'Which folder?',
      'Its address',
      'Write this',
    ];
    for (const [place, key] of keys.entries()) {
      await terminal.sees(questions[place] ?? 'Write this');
      terminal.press(key);
    }
    expect(await terminal.ended()).toBe(130);
    await terminal.sees('Nothing was written.');
    expect(await listTree(cwd)).toEqual(Object.keys(site).sort());
  });
});
