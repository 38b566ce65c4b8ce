import { Parser } from 'htmlparser2';
import { expect } from 'vitest';
import type { ReadByGrammar } from './report-grammar.js';

const allowed =
  'html head meta title style body header h1 p fieldset legend label input main section article h2 h3 span code ul li div a details summary dl dt dd strong footer'.split(
    ' ',
  );

/** Balanced, of these elements alone, nothing from outside and nothing that runs. A browser judges it in another test. */
export const readHtml: ReadByGrammar = (text) => {
  expect(text).toMatch(/^<!doctype html>\n/);
  const addresses: string[] = [];
  const open: string[] = [];
  const tags = new Set<string>();
  const names = new Set<string>();
  const hrefs: string[] = [];
  let styles = 0;
  let address: string | undefined;
  const parser = new Parser({
    onopentag(name, attributes) {
      tags.add(name);
      for (const attribute of Object.keys(attributes)) names.add(attribute);
      if (name === 'a') hrefs.push(attributes.href ?? '');
      if (name === 'style') styles += 1;
      open.push(name);
      if ((name === 'a' || name === 'code') && open.at(-2) === 'div') address = '';
    },
    ontext(data) {
      if (address !== undefined) address += data;
    },
    onclosetag(name) {
      if (open.pop() !== name) throw new Error(`</${name}> closes nothing`);
      if (address === undefined) return;
      addresses.push(address);
      address = undefined;
    },
  });
  parser.end(text);
  expect(allowed).toEqual(expect.arrayContaining([...tags]));
  expect([...names].filter((name) => /^on|^src|^style$|^action$/.test(name))).toEqual([]);
  expect(hrefs.filter((href) => !/^https?:\/\//.test(href))).toEqual([]);
  expect({ open, styles }).toEqual({ open: [], styles: 1 });
  return { addresses };
};
