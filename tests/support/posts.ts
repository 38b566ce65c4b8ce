export interface PostSettings {
  readonly title?: string;
  /** As it stands in the front matter: `2024-03-09 12:00:00`. */
  readonly date?: string;
  /** Further lines of the front matter, as they are. */
  readonly frontMatter?: readonly string[];
  /** Paragraphs below the front matter. */
  readonly body: readonly string[];
  /** Default `\n`. */
  readonly lineEnding?: '\n' | '\r\n';
}

/** A post as blogs have it: YAML front matter, then paragraphs with an empty line between them. */
export function buildPost({ title, date, frontMatter = [], body, lineEnding = '\n' }: PostSettings): string {
  const fields = [
    ...(title === undefined ? [] : [`title: ${title}`]),
    ...(date === undefined ? [] : [`date: ${date}`]),
    ...frontMatter,
  ];
  const head = fields.length === 0 ? [] : ['---', ...fields, '---', ''];
  const text = [...head, body.join('\n\n'), ''].join('\n');
  return text.replaceAll('\n', lineEnding);
}

/**
 * A post that names images in the ways people write them, one after the other: inline, with a title, by a definition,
 * as HTML, with words around it.
 *
 * @param addresses of the images, in the order in which they stand
 */
export function buildPostWith(addresses: readonly string[], settings: Omit<PostSettings, 'body'> = {}): string {
  const body = addresses.map((address, at) => imageForms[at % imageForms.length]?.(address, at) ?? '');
  return buildPost({ ...settings, body });
}

const imageForms: readonly ((address: string, at: number) => string)[] = [
  (address, at) => `![图 ${at}](${address})`,
  (address, at) => `Before ![picture ${at}](${address} "A title") and after.`,
  (address, at) => `![by definition ${at}][image-${at}]\n\n[image-${at}]: ${address}`,
  (address, at) => `<img alt="html ${at}" src="${address}" width="300">`,
  (address, at) => `- an item\n\n  ![in a list ${at}](<${address}>)`,
];
