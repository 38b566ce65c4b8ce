// Makes docs/images/first-minutes.svg and first-minutes-zh.svg, the moving pictures of the READMEs: the real program in a
// terminal (tmux) on the posts of examples/, whose pictures are served on loopback. To be run after `npm run build`, when
// the output looks different.
import { execFile, execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { servePictures } from './serve-pictures.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const [columns, rows, seconds] = [92, 38, 6];
const cell = { width: 8.4, height: 18 };
const languages = [
  { lang: 'en', file: 'first-minutes.svg', says: 'imgferry in a terminal: what is here, moving it, taking it back' },
  { lang: 'zh', file: 'first-minutes-zh.svg', says: '终端中的 imgferry：这里有什么、搬迁、撤销' },
];
const { origin, close } = await servePictures(join(root, 'examples/pictures'));
try {
  for (const language of languages) await makePicture(language);
} finally {
  await close();
}

async function makePicture({ file, lang, says }) {
  const folder = mkdtempSync(join(tmpdir(), 'imgferry-screens-'));
  try {
    writeFileSync(join(root, 'docs/images', file), drawing(await screensIn(folder, lang), says));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function screensIn(folder, lang) {
  cpSync(join(root, 'examples/posts'), join(folder, 'posts'), { recursive: true });
  cpSync(join(root, 'examples/pictures'), join(folder, 'pictures'), { recursive: true });
  const settings = [`remap: ["https://old-images.example.com/=${origin}/"]`, `allowHosts: ["${new URL(origin).host}"]`];
  writeFileSync(join(folder, 'imgferry.config.yaml'), `${settings.join('\n')}\n`);
  const screens = [];
  for (const typed of [
    'imgferry',
    'imgferry migrate posts --to file:bucket --public-url https://img.example.com/ --write',
    'imgferry undo',
  ]) {
    screens.push(await capture(typed, folder, lang));
  }
  return screens;
}

/** What stands on the screen when a command has ended, with its colours. */
async function capture(typed, folder, lang) {
  const socket = `imgferry-screens-${process.pid}-${typed.split(' ')[1] ?? 'overview'}-${lang}`; // a server of its own
  const tmux = (...words) =>
    execFileSync('tmux', ['-L', socket, '-f', '/dev/null', '-u', ...words], { encoding: 'utf8' });
  const program = `${process.execPath} ${join(root, 'bin/imgferry.js')}`;
  const line = `printf '\\033[32m$\\033[0m %s\\n\\n' '${typed}'; ${typed.replace(/^imgferry/, program)}; tmux -L ${socket} wait-for -S ended; cat`;
  const start = ['new-session', '-d', '-x', `${columns}`, '-y', `${rows}`, '-c', folder];
  tmux(
    ...start,
    `env -u CI LANG=${lang === 'zh' ? 'zh_CN' : 'en_US'}.UTF-8 TERM=xterm-256color HOME=${folder} sh -c "${line.replaceAll('"', '\\"').replaceAll('$\\', '\\$\\')}"`,
  );
  await promisify(execFile)('tmux', ['-L', socket, 'wait-for', 'ended']); // the server of the pictures answers meanwhile
  const screen = tmux('capture-pane', '-p', '-e', '-S', '-');
  tmux('kill-server');
  return screen.trimEnd().split('\n').slice(0, rows);
}

/** One screen after the other; who wants no movement sees the second. */
function drawing(screens, says) {
  const [width, height] = [Math.round(columns * cell.width) + 32, rows * cell.height + 32];
  const each = 100 / screens.length;
  const frames = screens.map((lines, at) => {
    const texts = lines
      .map((line, row) => lineMarkup(line, 16 + (row + 1) * cell.height - 5))
      .filter((text) => text !== '');
    return `<g class="f f${at}">${texts.join('\n')}</g>`;
  });
  const delays = screens.map((_, at) => `.f${at}{animation-delay:${at * seconds}s}`).join('');
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-label="${says}">
<style>text{font:14px ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;fill:#d7dae0;white-space:pre}
.g{fill:#8bd17c}.r{fill:#ff8f85}.y{fill:#f0c674}.c{fill:#7fd0e0}.d{fill:#8b939f}.b{font-weight:700}
.f{opacity:0;animation:f ${screens.length * seconds}s infinite}${delays}
@keyframes f{0%,${(each - 1).toFixed(1)}%{opacity:1}${each.toFixed(1)}%,100%{opacity:0}}
@media (prefers-reduced-motion:reduce){.f{animation:none}.f1{opacity:1}}</style>
<rect width="${width}" height="${height}" rx="10" fill="#1b1e24"/>
${frames.join('\n')}
</svg>
`;
}

function lineMarkup(line, y) {
  let style = new Set();
  const spans = [];
  // biome-ignore lint/suspicious/noControlCharactersInRegex: ECMA-48, select graphic rendition
  for (const [, codes, text] of `\u001b[0m${line}`.matchAll(/\u001b\[([\d;]*)m([^\u001b]*)/g)) {
    for (const code of codes === '' ? ['0'] : codes.split(';')) style = styled(style, Number(code));
    if (text !== '') spans.push(`<tspan class="${[...style].join(' ')}">${escaped(text)}</tspan>`);
  }
  return spans.length === 0 ? '' : `<text x="16" y="${y}" xml:space="preserve">${spans.join('')}</text>`;
}

function styled(style, code) {
  const colours = { 31: 'r', 32: 'g', 33: 'y', 36: 'c' };
  if (code === 0) return new Set();
  if (code === 39) return new Set([...style].filter((one) => one === 'b' || one === 'd'));
  if (code === 22) return new Set([...style].filter((one) => one !== 'b' && one !== 'd'));
  const name = code === 1 ? 'b' : code === 2 ? 'd' : colours[code];
  return name === undefined ? style : new Set([...style, name]);
}

function escaped(text) {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
