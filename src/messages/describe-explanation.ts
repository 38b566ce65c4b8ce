import type { LookalikeRule, ResolutionRule } from '../core/explanation.js';
import type { ReferenceSyntax, ReferenceTarget } from '../core/image-reference.js';
import type { Language, SyntaxName } from './catalogue.js';
import { catalogueOf } from './catalogue-of.js';
import { sentence } from './sentence.js';

/** Says what a syntax is, and whose. */
export function describeSyntax(syntax: ReferenceSyntax, lang: Language): string {
  return sentence(catalogueOf(lang).explanations.syntaxes[syntaxName(syntax)], {}, lang);
}

const syntaxName = (syntax: ReferenceSyntax): SyntaxName => (isTag(syntax) ? 'tag' : syntax);

const isTag = (syntax: ReferenceSyntax): syntax is `tag:${string}` => syntax.startsWith('tag:');

/** Says why something that looks like an image is none. */
export function describeLookalike(
  rule: LookalikeRule,
  facts: { readonly generator: string | undefined },
  lang: Language,
): string {
  return sentence(catalogueOf(lang).explanations.lookalikes[rule], facts, lang);
}

/** Says by what an address was understood. */
export function describeResolution(rule: ResolutionRule, lang: Language): string {
  return sentence(catalogueOf(lang).explanations.resolutions[rule], {}, lang);
}

/** Says why an address can't be followed. */
export function describeUnsupported(
  { reason, detail }: Extract<ReferenceTarget, { kind: 'unsupported' }>,
  lang: Language,
): string {
  return sentence(catalogueOf(lang).explanations.unsupported[reason], { detail }, lang);
}
