import { digestOf } from '../lib/digest.js';

/** Every key in Redis begins so. */
export const prefix = 'imgferry';

/** Set of all engines that ever had a queue here. */
export const enginesKey = `${prefix}:engines`;

const protocol = 2;

/**
 * What has to be equal for two machines to make the same of an image: each engine has a queue of its own, so that a
 * worker of another version never sees a job that it would do otherwise.
 *
 * @returns `0.1.0-1a2b3c4d`
 */
export function engineOf(version: string, encoders: Readonly<Record<string, string>>): string {
  const entries = Object.entries(encoders).sort(([one], [other]) => (one < other ? -1 : 1));
  return `${version}-${digestOf(JSON.stringify([protocol, version, entries])).slice(0, 8)}`;
}

export const queueOf = (engine: string): string => `jobs-${engine}`;

export const jobKey = (engine: string, id: string): string => `${prefix}:${queueOf(engine)}:${id}`;

export const aliveKey = (engine: string, role: string, id: string): string => `${prefix}:alive:${engine}:${role}:${id}`;

export const turnKey = (host: string): string => `${prefix}:turn:${host}`;
