import type { ImageReference } from './image-reference.js';

/** How an address was understood; permanent, `explain` shows it. */
export type ResolutionRule =
  | 'remote'
  | 'data'
  | 'unsupported'
  | 'file-url'
  | 'absolute-path'
  | 'beside-post'
  | 'post-asset-folder'
  | 'post-images-folder'
  | 'typora-root-url'
  | 'store-folder'
  | 'media-subpath'
  | 'cdn'
  | 'site-root'
  | 'source-folder'
  | 'static-folder'
  | 'assets-folder'
  | 'content-folder'
  | 'theme-folder'
  | 'public-folder'
  | 'permalink-folder'
  | 'alias'
  | 'vault-path'
  | 'vault-attachments'
  | 'vault-name';

/** Where each rule by which something is no image comes from: a section of a specification, or whose behaviour it is. */
const lookalikeSources = {
  // what its place is
  'front-matter-comment': 'YAML 1.2.2, 6.6; TOML 1.0, Comment',
  'front-matter-value': 'imgferry',
  script: 'imgferry',
  'raw-region': 'Liquid, Nunjucks, Hugo, Obsidian',
  'fenced-code': 'CommonMark 0.31.2, 4.5',
  'indented-code': 'CommonMark 0.31.2, 4.4',
  'code-span': 'CommonMark 0.31.2, 6.1',
  'html-comment': 'CommonMark 0.31.2, 6.6; HTML, 13.1.6',
  'html-raw-text': 'HTML, 13.1.2',
  'mdx-comment': 'MDX 3, expressions',
  math: 'Pandoc, tex_math_dollars',
  hidden: 'imgferry',
  // what it is itself
  escaped: 'CommonMark 0.31.2, 2.4',
  'no-definition': 'CommonMark 0.31.2, 6.3',
  'destination-invalid': 'CommonMark 0.31.2, 6.3',
  'embed-of-a-note': 'Obsidian, Embed files',
  'other-dialect': 'imgferry, `--generator`',
  'tag-without-image': 'Hexo, Hugo, Jekyll',
  'element-without-image': 'HTML, 4.8.3',
  'plain-text': 'imgferry',
} as const satisfies Record<string, string>;

/** Why something that looks like an image is none; permanent. */
export type LookalikeRule = keyof typeof lookalikeSources;

export const lookalikeRules = Object.keys(lookalikeSources) as readonly LookalikeRule[];

/** The specification's section, or the tool whose behaviour it is. */
export const sourceOfRule = (rule: LookalikeRule): string => lookalikeSources[rule];

/** Part of a line: column from 1 and length, in UTF-16 code units. */
export interface LinePart {
  readonly column: number;
  readonly length: number;
}

/** A place where a local file was looked for, in the order in which it was. */
export interface FileCandidate {
  readonly rule: ResolutionRule;
  /** Absolute. */
  readonly path: string;
  readonly exists: boolean;
}

/** Something on a line that names an image or links somewhere, and the rule that tells where it leads. */
export interface ExplainedReference {
  readonly reference: ImageReference;
  /** What of the destination stands on the line. */
  readonly part: LinePart;
  readonly resolution: ResolutionRule;
  /** For a local file, up to the one that is there. */
  readonly candidates: readonly FileCandidate[];
}

/** Something on a line that looks like an image and is none, and the rule that decides. */
export interface ExplainedLookalike {
  readonly part: LinePart;
  /** The characters that look like an image. */
  readonly written: string;
  readonly rule: LookalikeRule;
}

export interface LineExplanation {
  /** From 1. */
  readonly line: number;
  /** The line as it stands, without its end. */
  readonly text: string;
  readonly references: readonly ExplainedReference[];
  readonly lookalikes: readonly ExplainedLookalike[];
}

/** Lines of a document, and what on them is an image reference, or looks like one; plain JSON. */
export interface DocumentExplanation {
  /** Relative to the working directory, with `/`. */
  readonly file: string;
  /** Whose dialect the document is read in; undefined: none was recognised. */
  readonly generator: string | undefined;
  /** False: a scan of the working directory leaves the document out, in a generated or ignored folder or by a glob. */
  readonly isScanned: boolean;
  readonly lines: readonly LineExplanation[];
  /** Where no line was asked for: lines, from 1, on which something has an image's syntax and is none. */
  readonly others: readonly number[];
}
