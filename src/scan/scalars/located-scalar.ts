import type { Escaping, Span } from '../../core/image-reference.js';

/** A single-line scalar of YAML, TOML or JSON, and where it stands. */
export interface LocatedScalar {
  /** Keys from the root; items of sequences add nothing. */
  readonly path: readonly string[];
  /** The characters of the value, inside its quotes. */
  readonly span: Span;
  /** Decoded. */
  readonly value: string;
  /** How the value is written; undefined for what is no string (`true`, `12` of TOML and JSON). */
  readonly escaping: ScalarEscaping | undefined;
}

export type ScalarEscaping = Extract<
  Escaping,
  'yaml-plain' | 'yaml-single' | 'yaml-double' | 'yaml-block' | 'toml-basic' | 'toml-literal' | 'json'
>;

export type ScalarFormat = 'yaml' | 'toml' | 'json';
