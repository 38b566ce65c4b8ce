import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import type { ImageReference } from '../../src/core/image-reference.js';
import { createFileLookup } from '../../src/scan/resolve/file-lookup.js';
import { plainSite } from '../../src/scan/resolve/generators/plain.js';
import { scanText } from '../../src/scan/scan-document.js';

setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');

const bytesHeld = (): number => {
  collectGarbage();
  return process.memoryUsage().heapUsed;
};

describe('scanText', () => {
  it('gives references that do not hold the text they were found in', () => {
    const site = plainSite('/site', createFileLookup());
    const before = bytesHeld();
    const found: ImageReference[] = [];
    for (let post = 0; post < 200; post += 1) {
      const text = `${`words of post ${post} `.repeat(6_000)}\n\n![a picture](https://example.com/${post}/picture.png)\n`;
      found.push(...scanText(text, { document: 'post.md', path: '/site/post.md', site }).references);
    }
    expect(found).toHaveLength(200);
    expect(found[7]?.raw).toBe('https://example.com/7/picture.png');
    expect(bytesHeld() - before).toBeLessThan(4_000_000); // the texts are 20 MB
  });
});
