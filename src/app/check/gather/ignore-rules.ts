import type { IgnoreRule } from '../../../config/settings.js';
import type { VerdictReason } from '../../../core/verdict.js';
import { createFilter } from '../../../scan/discover/find-documents.js';
import type { Ignored } from './image-to-check.js';

/** Tells what of an image's verdict the configuration leaves out, at one place of it. */
export type IgnoredAt = (place: { readonly url: string; readonly file: string | undefined }) => Ignored;

/**
 * Compiles the rules of the configuration. Of the lists that a rule has, each must have what fits; a rule without
 * reasons leaves all out.
 */
export function compileIgnoreRules(rules: readonly IgnoreRule[]): IgnoredAt {
  const compiled = rules.map(({ address, post, reason }) => ({
    fitsAddress: anyOf(address.map(addressPattern)),
    fitsPost: post.length === 0 ? undefined : createFilter({ cwd: '/', include: post }),
    reason,
  }));
  return ({ url, file }) => {
    const fitting = compiled.filter(
      ({ fitsAddress, fitsPost }) =>
        (fitsAddress === undefined || fitsAddress(url)) &&
        (fitsPost === undefined || (file !== undefined && fitsPost(`/${file.replace(/^(?:\.\.\/)+/, '')}`))),
    );
    return joinIgnored(fitting.map((rule) => (rule.reason.length === 0 ? 'all' : new Set(rule.reason))));
  };
}

/** What several rules and comments leave out together. */
export function joinIgnored(all: readonly Ignored[]): Ignored {
  const reasons = new Set<VerdictReason>();
  for (const ignored of all) {
    if (ignored === 'all') return 'all';
    for (const reason of ignored) reasons.add(reason);
  }
  return reasons;
}

/** `*` stands for any characters; an address has `?` and brackets of its own. */
function addressPattern(glob: string): RegExp {
  const parts = glob.split('*').map((part) => part.replace(/[\\^$.|?+()[\]{}]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`, 's');
}

function anyOf(patterns: readonly RegExp[]): ((text: string) => boolean) | undefined {
  return patterns.length === 0 ? undefined : (text) => patterns.some((pattern) => pattern.test(text));
}
