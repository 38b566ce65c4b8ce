import type { CheckFormat } from '../../../src/report/check/render-check.js';
import { readGithub } from './read-github.js';
import { readHtml } from './read-html.js';
import { readJson, readLines } from './read-json.js';
import { readJunit } from './read-junit.js';
import { readMarkdown } from './read-markdown.js';
import { readSarif } from './read-sarif.js';
import { readText } from './read-text.js';
import type { ReadByGrammar } from './report-grammar.js';

/** Each format of a check by its own grammar. */
export const readers: Readonly<Record<CheckFormat, ReadByGrammar>> = {
  text: readText,
  ndjson: readLines,
  json: readJson,
  sarif: readSarif,
  junit: readJunit,
  github: readGithub,
  markdown: readMarkdown,
  html: readHtml,
};
