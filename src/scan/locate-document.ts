import { documentKind } from './document-kind.js';
import { type FrontMatter, findFrontMatter } from './front-matter/find-front-matter.js';
import { locateFrontMatter } from './front-matter/locate-front-matter.js';
import { locateImageValues } from './front-matter/locate-image-values.js';
import { type PostFacts, readPostFacts } from './front-matter/post-facts.js';
import { decodeCss } from './locate/decode/decode-css.js';
import { findCssUrls } from './locate/html/css-urls.js';
import { locateReferences } from './locate/locate-references.js';
import type { LocatedReference, LocateOptions } from './located.js';
import type { Site } from './resolve/site.js';
import { readScalars } from './scalars/read-scalars.js';
import { constructsFor } from './tags/constructs-for.js';
import { locateFigureDirectives } from './tags/figure-directives.js';
import { joinTemplates, parted } from './tags/join-templates.js';
import { findRawRegions } from './tags/raw-regions.js';

/** What a document was read as; `data`: no prose, but YAML, TOML, JSON, a style sheet or a script. */
export type DocumentFormat = LocateOptions['format'] | 'data';

export interface LocatedDocument {
  readonly format: DocumentFormat;
  /** In no order. */
  readonly located: readonly LocatedReference[];
  readonly facts: PostFacts;
}

interface LocateDocumentOptions {
  readonly path: string;
  readonly site: Site;
  readonly links: boolean;
}

/** Finds the references of a document of any kind: a post with its front matter, a page, a data file, a style sheet. */
export function locateDocument(text: string, options: LocateDocumentOptions): LocatedDocument {
  const kind = documentKind(options.path);
  switch (kind) {
    case 'script':
      return { format: 'data', located: [], facts: {} };
    case 'css':
      return { format: 'data', located: locateInCss(text), facts: {} };
    case 'yaml':
    case 'toml':
    case 'json': {
      const scalars = readScalars(text, { start: text.charCodeAt(0) === 0xfeff ? 1 : 0, end: text.length }, kind);
      return {
        format: 'data',
        located: locateImageValues(text, scalars, { ...localOnlyOption(options.site), syntax: 'data-file' }),
        facts: {},
      };
    }
    default:
      return locateInPost(text, kind, options);
  }
}

function locateInCss(text: string): readonly LocatedReference[] {
  return findCssUrls(text, 0, text.length).map(({ start, end, quoting }) => ({
    syntax: 'css-url',
    role: 'image',
    span: { start, end },
    address: decodeCss(text.slice(start, end)),
    escaping: [quoting],
  }));
}

function locateInPost(text: string, kind: LocateOptions['format'], options: LocateDocumentOptions): LocatedDocument {
  const { path, site, links } = options;
  const frontMatter = findFrontMatter(text, { withoutOpener: site.generator === 'hexo' });
  const facts = readPostFacts(text, frontMatter);
  const from = frontMatter?.end ?? (text.charCodeAt(0) === 0xfeff ? 1 : 0);
  const format = formatOf(kind, facts, site);
  const joined = joinTemplates(text, from, site.generator);
  const body = locateReferences(joined, {
    format,
    from,
    constructs: constructsFor(site, path, text),
    ...(site.blocks && { blocks: site.blocks }),
    masks: findRawRegions(text, from, site.generator),
    links,
  });
  const figures = format === 'html' ? [] : locateFigureDirectives(text, from);
  const inBody = joined === text ? body : body.map((reference) => parted(reference, joined, text));
  return { format, located: [...inFrontMatter(text, frontMatter, site), ...inBody, ...figures], facts };
}

const inFrontMatter = (text: string, frontMatter: FrontMatter | undefined, site: Site): readonly LocatedReference[] =>
  frontMatter ? locateFrontMatter(text, frontMatter, localOnlyOption(site)) : [];

const localOnlyOption = ({ localOnlyKeys }: Site): Pick<Site, 'localOnlyKeys'> =>
  localOnlyKeys ? { localOnlyKeys } : {};

/** Docusaurus reads `.md` as MDX unless its configuration or the post says otherwise. */
function formatOf(kind: LocateOptions['format'], { format }: PostFacts, site: Site): LocateOptions['format'] {
  if (kind !== 'markdown' || site.generator !== 'docusaurus') return kind;
  return (format ?? (site.markdownIsMdx ? 'mdx' : 'md')) === 'mdx' ? 'mdx' : 'markdown';
}
