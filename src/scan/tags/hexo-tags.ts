import { hasImageExtension } from '../../core/image-format.js';
import type { InlineConstruct, LocatedReference } from '../located.js';
import { looksLikeImage } from '../looks-like-image.js';
import { readTagCall, type TagArgument, type TagCall } from './tag-arguments.js';

export interface HexoTagOptions {
  /** Whether the post has an asset of this name. */
  readonly hasAsset: (slug: string) => boolean;
}

/** Hexo's own image tags, and those that its widespread themes add. */
export function hexoTags({ hasAsset }: HexoTagOptions): InlineConstruct {
  return {
    opener: '{%',
    read(text, start, limit) {
      const call = readTagCall(text, start, limit, { opener: '{%', closer: '%}' });
      if (!call) return undefined;
      const references = referencesOf(call, hasAsset);
      return references && { end: call.end, references };
    },
  };
}

function referencesOf(call: TagCall, hasAsset: HexoTagOptions['hasAsset']): readonly LocatedReference[] | undefined {
  const name = call.name.toLowerCase();
  if (name === 'img') return locate(call, call.args.find(isImgSource));
  if (name === 'asset_img' || name === 'asset_image') return locateAsset(call, hasAsset);
  if (singleImageTags.has(name)) return locate(call, call.args.find(isAddress));
  if (name === 'gallery' || name === 'gallerygroup')
    return call.args.filter(isPicture).map((arg) => reference(call, arg));
  return undefined;
}

/** Volantis and Stellar `image`, Butterfly `inlineImg`, NexT `fullimage`, `lazyimage` and their short names. */
const singleImageTags = new Set([
  'image',
  'inlineimage',
  'inlineimg',
  'fullimage',
  'fi',
  'lazyimage',
  'li',
  'centerimage',
  'ci',
]);

/** hexo/lib/plugins/tag/img: classes come first; the source is the first argument with a scheme, `www.` or a slash. */
const isImgSource = ({ value }: TagArgument): boolean =>
  value.startsWith('/') || /[A-Za-z]{3,9}:(?:\/\/)?[A-Za-z0-9.-]|www\./.test(value);

const isAddress = (argument: TagArgument): boolean =>
  argument.name === undefined && (isPicture(argument) || /^(?:https?:)?\/\/|^\.{0,2}\//i.test(argument.value));

const isPicture = ({ name, value }: TagArgument): boolean =>
  (name === undefined || name === 'src') && looksLikeImage(withoutComma(value));

/**
 * hexo/lib/plugins/tag/asset_img: the slug is the first argument that is an asset of the post. Where none is, Hexo
 * renders nothing; the first that is named like an image is what the author meant.
 */
function locateAsset(call: TagCall, hasAsset: HexoTagOptions['hasAsset']): readonly LocatedReference[] {
  const slug =
    call.args.find(({ value }) => hasAsset(value)) ?? call.args.find(({ value }) => hasImageExtension(value));
  if (!slug) return [];
  // only assets of the post are taken here: any other address needs the plain tag
  const edits = [{ ...call.nameSpan, text: 'img' }];
  return [{ ...reference(call, slug), remoteForm: { edits, escaping: [slug.escaping] } }];
}

const locate = (call: TagCall, argument: TagArgument | undefined): readonly LocatedReference[] =>
  argument ? [reference(call, argument)] : [];

function reference(call: TagCall, argument: TagArgument): LocatedReference {
  const address = withoutComma(argument.value);
  const end = argument.span.end - (argument.value.length - address.length);
  return {
    syntax: `tag:hexo-${call.name}`,
    role: 'image',
    span: { start: argument.span.start, end },
    address,
    escaping: [argument.escaping],
  };
}

/** Volantis separates arguments with commas. */
const withoutComma = (value: string): string => (value.endsWith(',') ? value.slice(0, -1) : value);
