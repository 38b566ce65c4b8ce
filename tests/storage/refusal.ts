import { ImgferryError } from '../../src/core/errors.js';

/** The error of ours that an action throws; anything else fails the test. */
export function refusal(action: () => unknown): ImgferryError {
  try {
    action();
  } catch (error) {
    if (error instanceof ImgferryError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

/** The error of ours that a promise is rejected with. */
export async function rejection(promise: Promise<unknown>): Promise<ImgferryError> {
  const error = await promise.then(
    () => new Error('nothing was thrown'),
    (reason: unknown) => reason,
  );
  if (error instanceof ImgferryError) return error;
  throw error;
}
