import { createProcessor } from '@mdx-js/mdx';
import remarkGfm from 'remark-gfm';
import { comparable } from './images-in-html.js';

/** An image as `@mdx-js/mdx` sees it: what it names, and the node that it stands in, by UTF-16 offsets. */
export interface MdxImage {
  readonly address: string;
  readonly start: number;
  readonly end: number;
}

interface EstreeNode {
  readonly type: string;
  readonly [field: string]: unknown;
}

interface MdxNode {
  readonly type: string;
  readonly name?: string | null;
  readonly url?: string;
  readonly identifier?: string;
  readonly attributes?: readonly {
    readonly type: string;
    readonly name?: string;
    readonly value?: string | { readonly data?: { readonly estree?: EstreeNode } } | null;
  }[];
  readonly children?: readonly MdxNode[];
  readonly data?: { readonly estree?: EstreeNode };
  readonly position: { readonly start: { readonly offset: number }; readonly end: { readonly offset: number } };
}

const processor = createProcessor({ format: 'mdx', remarkPlugins: [remarkGfm] });

/** The images of an MDX document with all of GFM; undefined where it is none: `@mdx-js/mdx` refuses it. */
export function imagesInMdx(document: string): readonly MdxImage[] | undefined {
  const root = parse(document);
  if (!root) return undefined;
  const definitions = new Map<string, MdxNode>();
  visit(root, (node) => {
    const { identifier = '', type } = node;
    if (type === 'definition' && !definitions.has(identifier)) definitions.set(identifier, node);
  });
  const found: MdxImage[] = [];
  visit(root, (node) => found.push(...imagesOf(node, definitions)));
  return found;
}

function parse(document: string): MdxNode | undefined {
  try {
    return processor.parse(document) as unknown as MdxNode;
  } catch {
    return undefined; // what it says of the document; on some it fails by an assertion of its own
  }
}

function visit(node: MdxNode, see: (node: MdxNode) => void): void {
  see(node);
  for (const child of childrenOf(node)) visit(child, see);
}

/** GFM 4.10: a row's cells beyond those of the header row are ignored; the tree has them. */
function childrenOf({ children = [], type }: MdxNode): readonly MdxNode[] {
  if (type !== 'table') return children;
  const width = children[0]?.children?.length ?? 0;
  return children.flatMap((row) => row.children?.slice(0, width) ?? []);
}

function imagesOf(node: MdxNode, definitions: ReadonlyMap<string, MdxNode>): readonly MdxImage[] {
  if (node.type === 'image') return [imageAt(node, node.url ?? '')];
  if (node.type === 'imageReference') {
    const definition = definitions.get(node.identifier ?? '');
    return definition ? [imageAt(definition, definition.url ?? '')] : [];
  }
  if (node.type === 'mdxjsEsm') return importsOf(node);
  if (!node.type.startsWith('mdxJsx') || !/^(?:img|Image|Figure|x\.Image)$/.test(node.name ?? '')) return [];
  const value = node.attributes?.findLast(({ name, type }) => type === 'mdxJsxAttribute' && name === 'src')?.value;
  const address = typeof value === 'object' ? stringOf(expressionOf(value?.data?.estree)) : value;
  return address === undefined ? [] : [imageAt(node, address)];
}

const imageAt = ({ position }: MdxNode, address: string): MdxImage => ({
  address: comparable(address),
  start: position.start.offset,
  end: position.end.offset,
});

function importsOf(node: MdxNode): readonly MdxImage[] {
  const statements = (node.data?.estree?.body ?? []) as readonly EstreeNode[];
  return statements
    .filter(({ type }) => type === 'ImportDeclaration')
    .map(({ source }) => String((source as EstreeNode).value))
    .filter((address) => /\.(?:png|svg)$/.test(address))
    .map((address) => imageAt(node, address));
}

function expressionOf(program: EstreeNode | undefined): EstreeNode | undefined {
  const [statement] = (program?.body ?? []) as readonly EstreeNode[];
  return statement?.expression as EstreeNode | undefined;
}

/** The string that an expression is, whatever it is wrapped in: `'a'`, `useBaseUrl('a')`, `require('a').default`. */
function stringOf(expression: EstreeNode | undefined): string | undefined {
  if (expression?.type === 'Literal') return typeof expression.value === 'string' ? expression.value : undefined;
  if (expression?.type === 'TemplateLiteral') return plainTemplate(expression);
  if (expression?.type === 'MemberExpression') return stringOf(expression.object as EstreeNode);
  if (expression?.type !== 'CallExpression') return undefined;
  const { name } = expression.callee as EstreeNode;
  const [argument] = expression.arguments as readonly EstreeNode[];
  return name === 'useBaseUrl' || name === 'require' ? stringOf(argument) : undefined;
}

function plainTemplate({ quasis }: EstreeNode): string | undefined {
  const [only, ...others] = quasis as readonly { readonly value: { readonly cooked: string } }[];
  return others.length === 0 ? only?.value.cooked : undefined;
}
