import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { loadPeer } from '../load-peer.mjs';

const load = (name) => loadPeer(name, 'compared-peers');

/** ms; given to each that has a limit of its own to set. */
const timeout = 3000;

/**
 * How each is run and what it says of one image: `ok`, `warned`, `broken`, `unsure`, or `not-asked`. `folder` is empty;
 * `site` is the address of the page, where the case has one: it is the Referer where one can be set.
 */
export const peers = {
  linkinator: { how: '`check` with `markdown: true`, `timeout`, the Referer in `headers`', look: lookByLinkinator },
  'markdown-link-check': { how: '`timeout`, the Referer in `httpHeaders`', look: lookByMarkdownLinkCheck },
  'remark-lint-no-dead-urls': {
    how: 'its walk over remark’s tree and its check, dead-or-alive 1.0.4, without its question to public hosts whether there is a network',
    look: lookByRemark,
  },
  hyperlink: { how: 'a page with the image', look: lookByHyperlink },
  'broken-link-checker': { how: '`HtmlChecker` on a page with the image', look: lookByBrokenLinkChecker },
};

const markdown = (url) => `![a picture](<${url}>)\n`;
const page = (url) =>
  `<!doctype html><html><head><title>x</title></head><body><img alt="" src="${url.replaceAll('&', '&amp;')}"></body></html>`;

async function lookByLinkinator({ url, site, folder }) {
  const { LinkChecker } = load('linkinator');
  writeFileSync(join(folder, 'post.md'), markdown(url));
  const { links } = await new LinkChecker().check({
    path: 'post.md',
    serverRoot: folder,
    markdown: true,
    timeout,
    headers: site === undefined ? {} : { Referer: site },
  });
  const state = links.find((link) => link.url === url)?.state;
  return { OK: 'ok', BROKEN: 'broken', SKIPPED: 'unsure' }[state] ?? 'not-asked';
}

async function lookByMarkdownLinkCheck({ url, site }) {
  const check = load('markdown-link-check');
  const httpHeaders = site === undefined ? [] : [{ urls: ['http'], headers: { Referer: site } }];
  const results = await new Promise((resolve, reject) => {
    check(markdown(url), { timeout: `${timeout}ms`, httpHeaders }, (error, links) =>
      error ? reject(error) : resolve(links),
    );
  });
  return { alive: 'ok', dead: 'broken', error: 'broken', ignored: 'unsure' }[results[0]?.status] ?? 'not-asked';
}

/** The rule reports a dead address, whatever else dead-or-alive says of it, and a permanent redirect. */
async function lookByRemark({ url }) {
  const { unified } = load('unified');
  const { visit } = load('unist-util-visit');
  const { deadOrAlive } = load('dead-or-alive');
  const tree = unified().use(load('remark-parse').default).parse(markdown(url));
  const addresses = [];
  visit(tree, (node) => {
    if ('url' in node && typeof node.url === 'string') addresses.push(node.url);
  });
  if (addresses.length === 0) return 'not-asked';
  const result = await deadOrAlive(addresses[0], { findUrls: false, timeout });
  if (result.status === 'dead') return 'broken';
  const hasMoved = result.permanent === true && result.url !== new URL(url).href;
  return hasMoved || result.messages.length > 0 ? 'warned' : 'ok';
}

async function lookByHyperlink({ url, folder }) {
  const hyperlink = load('hyperlink');
  const file = join(folder, 'page.html');
  writeFileSync(file, page(url));
  const reports = [];
  const tap = { begin: () => undefined, push: (_, report) => reports.push(report) };
  await hyperlink({ root: `${pathToFileURL(folder)}/`, inputUrls: [`${pathToFileURL(file)}`] }, tap);
  const ofImage = reports.filter((report) => report?.name.includes(url));
  if (ofImage.length === 0) return 'not-asked';
  return ofImage.every(({ ok }) => ok) ? 'ok' : 'broken';
}

async function lookByBrokenLinkChecker({ url, site }) {
  const { HtmlChecker } = load('broken-link-checker');
  const results = await new Promise((resolve) => {
    const links = [];
    const checker = new HtmlChecker({}, { link: (link) => links.push(link), complete: () => resolve(links) });
    checker.scan(page(url), site);
  });
  const link = results.find(({ html }) => html.tagName === 'img');
  if (link === undefined) return 'not-asked';
  return link.broken ? 'broken' : 'ok';
}
