import type { InlineConstruct } from '../located.js';
import { looksLikeImage } from '../looks-like-image.js';
import { readTagCall, type TagArgument } from './tag-arguments.js';

/** Jekyll's `{% include figure image_path="…" %}`: parameters that are written out and name an image. */
export const jekyllIncludes: InlineConstruct = {
  opener: '{%',
  read(text, start, limit) {
    const call = readTagCall(text, start, limit, { opener: '{%', closer: '%}' });
    if (!call || !/^include(?:_relative|_cached)?$/.test(call.name)) return undefined;
    return {
      end: call.end,
      references: call.args
        .slice(1)
        .filter(isPicture)
        .map((argument) => ({
          syntax: 'tag:jekyll-include',
          role: linkParameters.has(argument.name ?? '') ? 'link' : 'image',
          span: argument.span,
          address: argument.value,
          escaping: [argument.escaping],
        })),
    };
  },
};

const linkParameters = new Set(['href', 'link']);

/** Without quotes it would be a variable. */
function isPicture({ name, value, escaping }: TagArgument): boolean {
  if (name === undefined || escaping === 'shortcode-bare' || value === '') return false;
  if (name === 'image_path') return true;
  return !/^(?:alt|caption|title|class|id|style|width|height)$/.test(name) && looksLikeImage(value);
}
