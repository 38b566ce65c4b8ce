// Writes docs/errors.md, docs/verdicts.md, docs/cdn-findings.md and their Chinese pages from the catalogues. Build first: it reads dist/.
import { cdnFindingReference } from '../dist/messages/cdn-finding-reference.js';
import { errorReference } from '../dist/messages/error-reference.js';
import { verdictReference } from '../dist/messages/verdict-reference.js';
import { writePages } from './write-pages.mjs';

writePages({ errors: errorReference, verdicts: verdictReference, 'cdn-findings': cdnFindingReference });
