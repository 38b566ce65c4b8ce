import { expect, it } from 'vitest';
import { compareRealDocuments } from '../../support/locate/real-differences.js';

/** A folder of documents; `bench/real-packages.mjs` names one with those of 400 packages. */
const folder = process.env.REAL_DOCUMENTS ?? 'node_modules';

it(`names in every document below ${folder} the images that commonmark.js finds`, async () => {
  const { bytes, differences, documents, images } = await compareRealDocuments(folder);
  if (process.env.REAL_DOCUMENTS !== undefined)
    console.log(
      `${documents} documents, ${(bytes / 1e6).toFixed(1)} MB, ${images} images: ${differences.length} differ`,
    );
  expect(images).toBeGreaterThan(0);
  expect(differences.map((one) => JSON.stringify(one)).join('\n')).toBe('');
}, 300_000);
