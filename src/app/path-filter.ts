import { resolve } from 'node:path';
import { createFilter } from '../scan/discover/find-documents.js';
import type { UseCaseContext } from './context.js';

/** Whether the settings' globs let a path through. */
export function createPathFilter({ cwd, settings }: UseCaseContext): (path: string) => boolean {
  return createFilter({ cwd, include: settings.include, exclude: settings.exclude });
}

/** The same for keys of a store, as if they were paths. */
export function createKeyFilter(context: UseCaseContext): (key: string) => boolean {
  const { include, exclude } = context.settings;
  if (include.length === 0 && exclude.length === 0) return () => true;
  const isIncluded = createPathFilter(context);
  return (key) => isIncluded(resolve(context.cwd, key));
}
