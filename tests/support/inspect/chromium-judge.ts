import { existsSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { fileURLToPath } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';

/** What a browser paints of a file, beside what it paints of the whole one. */
export interface Shown {
  /**
   * `whole`: every pixel of every frame is as it should be; `altered`: some pixels are others, but the browser's decoder
   * found nothing wrong; `part`: it did, and painted something all the same; `nothing`: no pixel is painted.
   */
  readonly shows: 'whole' | 'altered' | 'part' | 'nothing';
  /** Of the first frame's pixels, those that are as they should be; 0 to 1. */
  readonly share: number;
}

/** A file and the Content-Type that it is served with. */
export interface ServedFile {
  readonly bytes: Uint8Array;
  readonly type: string;
}

export interface ChromiumJudge {
  /** Remembers under a name how the whole file looks. */
  learn(name: string, file: ServedFile): Promise<{ readonly shows: boolean; readonly frames: number }>;
  compare(name: string, file: ServedFile): Promise<Shown>;
  close(): Promise<void>;
}

const places = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** Where this machine has a Chromium; undefined where there is none. */
export const chromiumPath: string | undefined = places.find((path) => existsSync(path));

/** Asks a real browser, by the pixels of a canvas: `load` fires for images of which nothing is painted, too. */
export async function openChromiumJudge(executablePath: string): Promise<ChromiumJudge> {
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
  const page = await openPage(browser);
  return {
    learn: (name, file) => page.evaluate(call('learn', name, file)),
    compare: (name, file) => page.evaluate(call('compare', name, file)),
    close: () => browser.close(),
  };
}

function call(method: string, name: string, { bytes, type }: ServedFile): string {
  const base64 = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');
  return `judge.${method}(${JSON.stringify(name)}, '${base64}', ${JSON.stringify(type)})`;
}

/** A page of the loopback, for the browser lends its frame decoder to secure contexts only. */
async function openPage(browser: Browser): Promise<Page> {
  const server = createServer((_, response) => {
    response.setHeader('Content-Type', 'text/html').end('<!doctype html>');
  });
  const page = await browser.newPage();
  await page.goto(await listen(server));
  server.closeAllConnections();
  server.close();
  await page.addScriptTag({ path: fileURLToPath(new URL('page-judge.js', import.meta.url)) });
  return page;
}

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return `http://127.0.0.1:${address.port}/`;
}
