import type { Catalogue } from '../catalogue.js';
import { cdnErrors, cdnLabels, cdnNotes } from './cdn.js';
import { cdnFindings } from './cdn-findings.js';
import { checkErrors } from './check-errors.js';
import { checks } from './checks.js';
import { explanations } from './explanations.js';
import { imageErrors } from './image-errors.js';
import { initLabels } from './init.js';
import { labels } from './labels.js';
import { notes } from './notes.js';
import { postErrors } from './post-errors.js';
import { queueErrors, queueLabels, queueNotes } from './queue.js';
import { reasons } from './reasons.js';
import { reportLabels } from './report.js';
import { reviewLabels } from './review.js';
import { setupErrors } from './setup-errors.js';
import { storeErrors } from './store-errors.js';
import { terms } from './terms.js';
import { verdicts } from './verdicts.js';

export const chinese: Catalogue = {
  errors: {
    ...setupErrors,
    ...storeErrors,
    ...imageErrors,
    ...postErrors,
    ...checkErrors,
    ...cdnErrors,
    ...queueErrors,
  },
  notes: { ...notes, ...cdnNotes, ...queueNotes },
  reasons,
  verdicts,
  cdnFindings,
  terms,
  checks,
  labels: { ...labels, ...cdnLabels, ...initLabels, ...reportLabels, ...reviewLabels, ...queueLabels },
  explanations,
};
