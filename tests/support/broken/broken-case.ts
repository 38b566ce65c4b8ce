import type { VerdictLevel, VerdictReason } from '../../../src/core/verdict.js';
import type { Respond } from './raw-server.js';

/** Something that an address does, and what a reader sees of it. */
export interface BrokenCase {
  /** Last part of its path. */
  readonly name: string;
  /** The reason that is expected first; undefined: none. */
  readonly reason: VerdictReason | undefined;
  readonly level: VerdictLevel;
  /** What is done, in words. */
  readonly how: string;
  readonly respond: Respond;
  /** Appended to the address. */
  readonly query?: string;
  /** Further paths that belong to it, by what follows its name. */
  readonly beyond?: Readonly<Record<string, Respond>>;
  /** Address of the site whose page shows it, where that matters; `none`: it is not known. */
  readonly site?: string;
  /** Where it is asked for: the plain server by default. */
  readonly place?: Place;
}

/**
 * `secure`: a server whose certificate nobody trusts; `closed`: a port where nobody listens; `guarded`: an address that
 * no one may ask; `named`, `unknown`, `unreachable`: hosts that only the servers' own `lookup` resolves.
 */
export type Place = 'plain' | 'secure' | 'closed' | 'guarded' | 'named' | 'unknown' | 'unreachable';

type Rest = Partial<Pick<BrokenCase, 'query' | 'beyond' | 'site' | 'place'>>;

type MakeCase = (name: string, how: string, respond: Respond, rest?: Rest) => BrokenCase;

/** Makes cases of one level and first reason. */
export const casesOf =
  (level: VerdictLevel, reason?: VerdictReason): MakeCase =>
  (name, how, respond, rest = {}) => ({ name, reason, level, how, respond, ...rest });
