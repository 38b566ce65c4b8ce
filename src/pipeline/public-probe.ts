import { ImgferryError } from '../core/errors.js';

/**
 * Lets the first image go ahead alone: if its public address can't be read, that is one finding about the address base
 * and stops the run, instead of one failure an image.
 */
export interface PublicProbe {
  /** Runs `action` (store, then read publicly) as the probe, or when the probe has passed. */
  pass<Result>(action: (asProbe: boolean) => Promise<Result>): Promise<Result>;
}

export function createPublicProbe(): PublicProbe {
  let probe: Promise<unknown> | undefined;
  let passed = false;
  let refused: ImgferryError | undefined;
  return {
    async pass(action) {
      // A probe that failed for its own reasons (a conflict, say) tells nothing: the next one goes ahead alone.
      while (!passed && probe) await probe.catch(() => undefined);
      if (refused) throw refused;
      if (passed) return action(false);
      const mine = action(true);
      probe = mine;
      try {
        const result = await mine;
        passed = true;
        return result;
      } catch (error) {
        if (error instanceof ImgferryError && error.scope === 'run') refused = error;
        throw error;
      } finally {
        probe = undefined;
      }
    },
  };
}

/** Likely cause of an unreadable public address; permanent ids, the sentences are in `messages/`. */
type ProbeHint = 'dns' | 'certificate' | 'access' | 'address-base' | 'connection' | 'guard' | 'other-bytes';

const hints: Partial<Record<string, ProbeHint>> = {
  DNS_FAILED: 'dns',
  TLS_FAILED: 'certificate',
  CONNECTION_FAILED: 'connection',
  RESPONSE_TIMEOUT: 'connection',
  ADDRESS_BLOCKED: 'guard',
  PUBLIC_MISMATCH: 'other-bytes',
};

/** Makes one finding of the probe's failure. */
export function unreadable(url: string, error: ImgferryError): ImgferryError {
  const status = error.facts.status;
  const hint: ProbeHint = hints[error.code] ?? (status === 401 || status === 403 ? 'access' : 'address-base');
  const facts = { url, hint, found: error.code, status, host: new URL(url).host };
  return new ImgferryError('PUBLIC_ADDRESS_UNREADABLE', facts, { cause: error });
}
