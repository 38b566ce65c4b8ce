import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { ImgferryError } from '../core/errors.js';
import type { ExplainedTry, ImageExplanation } from '../core/image-explanation.js';
import { isNamedForAnother } from '../core/image-format.js';
import { inspectImage } from '../inspect/inspect-image.js';
import { errnoOf } from '../lib/files.js';
import { type OptimizedImage, optimizeImage } from '../optimize/optimize-image.js';
import { placeLedger } from './compose.js';
import type { UseCaseContext } from './context.js';
import { encodingFor } from './prepare/encodings.js';
import { pathInLedger } from './rewrite-post.js';

/**
 * Says what an optimization by the settings makes of a picture: what it is, what is tried, and what is chosen for what
 * reason. Changes nothing, and asks no ledger: a picture that was made here is looked at like any other.
 *
 * @throws ImgferryError PATH_NOT_FOUND {path}, FILE_UNREADABLE {path, reason}
 */
export async function explainImage(file: string, context: UseCaseContext): Promise<ImageExplanation> {
  const { cwd, settings, signal } = context;
  const path = resolve(cwd, file);
  const bytes = await read(path, file, signal);
  const { verdict, facts, decodable } = await inspectImage({ bytes }, { signal, deep: true });
  if (facts === undefined || verdict.level === 'broken') return { file, facts, verdict, tries: [], reason: undefined };
  if (isNamedForAnother(path, facts.format)) return { file, facts, verdict, tries: [], reason: 'extension-lies' };
  const name = pathInLedger(path, await placeLedger(context));
  const policy = encodingFor({ name, keepsFormat: false, isShareCard: false }, settings);
  const optimized = await optimizeImage(decodable ?? bytes, facts, policy, { signal });
  const { reason, content, format, width, height, score } = optimized;
  const result = { format, bytes: optimized.bytes?.length ?? bytes.length, width, height };
  return {
    file,
    facts,
    verdict,
    ...(content === undefined ? {} : { content }),
    tries: triesOf(optimized),
    reason,
    result: { ...result, ...(score === undefined ? {} : { score }) },
  };
}

async function read(path: string, file: string, signal: AbortSignal): Promise<Buffer> {
  try {
    return await readFile(path, { signal });
  } catch (error) {
    const code = errnoOf(error);
    if (signal.aborted || code === undefined) throw error;
    if (code === 'ENOENT') throw new ImgferryError('PATH_NOT_FOUND', { path: file }, { cause: error });
    throw new ImgferryError('FILE_UNREADABLE', { path: file, reason: code }, { cause: error });
  }
}

function triesOf({ tries, bytes, reason }: OptimizedImage): readonly ExplainedTry[] {
  const taken = reason === 'encoded' ? tries.findLast((one) => !one.fault && one.bytes === bytes?.length) : undefined;
  return tries.map((one) => {
    const { attempt, ...seen } = one;
    const { format, ...settings } = attempt;
    return { format, settings, ...seen, isTaken: one === taken };
  });
}
