import { holdsMarkdown } from '../locate/markdown/blocks/directive.js';
import type { LocatedReference } from '../located.js';
import { findFences } from './fences.js';

/** Deeper nesting is not looked into. */
const deepest = 8;

/** MyST's and Pandoc's directives: a fence (``` or :::) whose info is `{figure} path` or `{image} path`. */
export function locateFigureDirectives(text: string, from: number, depth = 0): readonly LocatedReference[] {
  if (!text.includes('{figure}', from) && !text.includes('{image}', from)) return [];
  return findFences(text, from, '`~:').flatMap(({ start, end, info }): readonly LocatedReference[] => {
    const written = text.slice(info.start, info.end);
    const match = /^[ \t]*\{(figure|image)\}[ \t]+(\S.*?)[ \t]*$/.exec(written);
    if (match) return [figure(match, info.start)];
    const isMarkdown = text[info.start - 1] === ':' || holdsMarkdown(written);
    if (!isMarkdown || depth >= deepest || start === end) return [];
    const lastLine = text.lastIndexOf('\n', end - 1);
    return locateFigureDirectives(text.slice(0, Math.max(info.end, lastLine)), info.end, depth + 1);
  });
}

function figure(match: RegExpExecArray, start: number): LocatedReference {
  const [written, name, address = ''] = match;
  const from = start + written.trimEnd().length - address.length;
  return {
    syntax: `tag:myst-${name}`,
    role: 'image',
    span: { start: from, end: from + address.length },
    address,
    escaping: ['shortcode-bare'],
  };
}
