import type { InlineConstruct, LocatedReference } from '../located.js';
import { looksLikeImage } from '../looks-like-image.js';
import { readTagCall, type TagArgument, type TagCall, type TagGrammar } from './tag-arguments.js';

/** Hugo's `figure` and the image shortcodes of themes, in both forms: `{{< >}}` and `{{% %}}`. */
export const hugoShortcodes: readonly InlineConstruct[] = [
  shortcode({ opener: '{{<', closer: '>}}' }),
  shortcode({ opener: '{{%', closer: '%}}' }),
];

function shortcode(grammar: TagGrammar): InlineConstruct {
  return {
    opener: grammar.opener,
    read(text, start, limit) {
      // {{</* figure */>}} shows a shortcode instead of calling it
      if (text.startsWith('/*', start + grammar.opener.length)) return skipComment(text, start, limit, grammar);
      // Hugo takes shortcodes out before Markdown sees blocks: a line that is `>}}` alone is no quote
      const call = readTagCall(text, start, text.length, grammar);
      if (!call) return undefined;
      return { end: call.end, references: call.args.flatMap((argument) => referenceOf(call, argument)) };
    },
  };
}

function skipComment(text: string, start: number, limit: number, { closer }: TagGrammar) {
  const end = text.indexOf(`*/${closer}`, start);
  return end < 0 || end >= limit ? undefined : { end: end + closer.length + 2, references: [] };
}

const imageShortcodes = new Set(['figure', 'img', 'image', 'picture', 'pic', 'photo', 'lightbox', 'imgcap']);

const wordParameters = new Set([
  'alt',
  'title',
  'caption',
  'attr',
  'class',
  'id',
  'name',
  'rel',
  'target',
  'width',
  'height',
]);
const linkParameters = new Set(['link', 'href', 'attrlink', 'linked']);

/** `src` of an image shortcode is an image whatever it looks like; elsewhere the looks decide. */
function referenceOf(call: TagCall, argument: TagArgument): readonly LocatedReference[] {
  const name = argument.name?.toLowerCase();
  const isSource = name === 'src' && imageShortcodes.has(call.name.toLowerCase());
  const isPicture = !wordParameters.has(name ?? '') && !isProse(argument.value) && looksLikeImage(argument.value);
  if (!isSource && !isPicture) return [];
  return [
    {
      syntax: `tag:hugo-${call.name}`,
      role: linkParameters.has(name ?? '') ? 'link' : 'image',
      span: argument.span,
      address: argument.value,
      escaping: [argument.isQuoted ? argument.escaping : 'shortcode-word'],
    },
  ];
}

/** A sentence that ends in a file name. */
const isProse = (value: string): boolean => /\s/.test(value) && !/^(?:https?:)?\/\/|^\.{0,2}\//i.test(value);
