import type { Span } from '../../core/image-reference.js';
import type { LocatedScalar, ScalarFormat } from './located-scalar.js';
import { readFullYaml } from './read-full-yaml.js';
import { readJsonScalars } from './read-json-scalars.js';
import { readSimpleYaml } from './read-simple-yaml.js';
import { readTomlScalars } from './read-toml-scalars.js';

/**
 * The single-line scalars of a region, in the order of the text. What can't be parsed ends the reading, it never
 * throws: a generator will say what is wrong with its own front matter.
 */
export function readScalars(text: string, region: Span, format: ScalarFormat): readonly LocatedScalar[] {
  if (format === 'json') return readJsonScalars(text, region);
  if (format === 'toml') return readTomlScalars(text, region);
  return readSimpleYaml(text, region) ?? readFullYaml(text, region);
}
