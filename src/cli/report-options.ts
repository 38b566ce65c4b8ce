import { randomBytes } from 'node:crypto';
import { relative, sep } from 'node:path';
import type { UseCaseContext } from '../app/context.js';
import type { CheckReportOptions } from '../report/check/check-report-options.js';
import type { View } from '../report/view.js';

/** What reporters need to know beside what was seen. */
export async function reportOptions(
  { cwd, environment, settings, version }: UseCaseContext,
  view: View,
): Promise<CheckReportOptions> {
  const { findGitRoot } = await import('../config/find-config.js');
  const root = await findGitRoot({ cwd, home: environment.home });
  return {
    ...view,
    failOn: settings.failOn,
    version,
    token: randomBytes(16).toString('hex'),
    ...(root === undefined ? {} : { repositoryPath: pathFrom(root, cwd) }),
  };
}

/** `blog/`, with `/`; empty for the root itself. */
function pathFrom(root: string, folder: string): string {
  const path = relative(root, folder);
  return path === '' ? '' : `${path.split(sep).join('/')}/`;
}
