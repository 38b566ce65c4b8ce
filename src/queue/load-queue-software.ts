import { ImgferryError } from '../core/errors.js';

/** The queue's libraries: optional, so that who has one machine installs and loads none of them. */
export interface QueueSoftware {
  readonly bullmq: typeof import('bullmq');
  readonly Redis: typeof import('ioredis').Redis;
}

/** @throws ImgferryError QUEUE_SOFTWARE_MISSING {missing} */
export async function loadQueueSoftware(): Promise<QueueSoftware> {
  try {
    const [bullmq, { Redis }] = await Promise.all([import('bullmq'), import('ioredis')]);
    return { bullmq, Redis };
  } catch (cause) {
    const isMissing = cause instanceof Error && 'code' in cause && cause.code === 'ERR_MODULE_NOT_FOUND';
    if (!isMissing) throw cause;
    const missing = ['bullmq', 'ioredis'].filter((name) => cause.message.includes(`'${name}'`));
    throw new ImgferryError('QUEUE_SOFTWARE_MISSING', { missing }, { cause });
  }
}
