import { chmod } from 'node:fs/promises';

const nobody = 65_534;

/**
 * Runs an action as a user whom permissions hold back: root is none, so for its time root becomes one.
 *
 * @param folder the test's own, which that user must be able to enter
 */
export async function asOrdinaryUser<Result>(folder: string, action: () => Promise<Result>): Promise<Result> {
  if (process.getuid?.() !== 0) return action();
  await chmod(folder, 0o755);
  process.seteuid?.(nobody);
  try {
    return await action();
  } finally {
    process.seteuid?.(0);
  }
}
