import type { LocatedReference } from '../located.js';
import { findFences } from './fences.js';

/** MyST's and Pandoc's directives: a fence (``` or :::) whose info is `{figure} path` or `{image} path`. */
export function locateFigureDirectives(text: string, from: number): readonly LocatedReference[] {
  if (!text.includes('{figure}') && !text.includes('{image}')) return [];
  return findFences(text, from, '`~:').flatMap(({ info }): LocatedReference[] => {
    const match = /^[ \t]*\{(figure|image)\}[ \t]+(\S.*?)[ \t]*$/.exec(text.slice(info.start, info.end));
    if (!match) return [];
    const address = match[2] ?? '';
    const start = info.start + match[0].trimEnd().length - address.length;
    return [
      {
        syntax: `tag:myst-${match[1]}`,
        role: 'image',
        span: { start, end: start + address.length },
        address,
        escaping: ['shortcode-bare'],
      },
    ];
  });
}
