import type { ErrorReport } from '../core/errors.js';
import type { Outcome } from '../core/outcome.js';

/** What kept an upload from giving addresses. */
export const uploadProblems = ({ images, stopped }: Outcome): readonly ErrorReport[] => [
  ...(stopped ? [stopped] : []),
  ...images.flatMap(({ error, url }) => (error ? [{ code: error.code, facts: { url, ...error.facts } }] : [])),
];
