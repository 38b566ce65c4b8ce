import type { InlineConstruct } from '../located.js';

/**
 * Vue's `{{ … }}`: Markdown and HTML in it are made into tags before Vue sees them, and Vue shows the result as text
 * (Vue 3; Vue 2 takes tags out first). In code VitePress has none.
 */
export const vueInterpolations: InlineConstruct = {
  opener: '{{',
  isInText: true,
  read(text, start, limit) {
    const close = text.slice(start, Math.min(limit, start + longest)).indexOf('}}');
    return close < 0 ? undefined : { end: start + close + 2, references: [] };
  },
};

/** Characters; a line of a million openers is not read a million times. */
const longest = 2000;
