import { decodeKey } from '../../../core/object-key.js';
import { childrenNamed, readXml, textAt, type XmlElement } from '../../../lib/read-xml.js';

/** A resource as an answer to PROPFIND describes it. */
export interface DavResource {
  /** From the server's root, decoded, no slash at either end. */
  readonly path: string;
  readonly isFolder: boolean;
  /** Undefined where the server doesn't tell. */
  readonly size: number | undefined;
  readonly etag: string | undefined;
  readonly contentType: string | undefined;
  /** Epoch ms. */
  readonly lastModified: number | undefined;
}

/** What is asked of each resource. */
export const propertiesAsked =
  '<?xml version="1.0" encoding="utf-8"?><propfind xmlns="DAV:"><prop><resourcetype/><getcontentlength/><getetag/><getlastmodified/><getcontenttype/></prop></propfind>';

/** Reads an answer to PROPFIND (RFC 4918, 14.16); undefined where it is none. Names are told apart without prefixes. */
export function readMultistatus(text: string): readonly DavResource[] | undefined {
  const root = withoutPrefixes(readXml(text));
  if (root?.name !== 'multistatus') return undefined;
  return childrenNamed(root, 'response').flatMap((response) => {
    const path = pathOf(textAt(response, 'href') ?? '');
    const found = childrenNamed(response, 'propstat').find((one) => / 200 /.test(`${textAt(one, 'status')} `));
    const prop = found?.children.find(({ name }) => name === 'prop');
    return path === undefined || prop === undefined ? [] : [readResource(path, prop)];
  });
}

function readResource(path: string, prop: XmlElement): DavResource {
  const type = prop.children.find(({ name }) => name === 'resourcetype');
  const size = textAt(prop, 'getcontentlength');
  const lastModified = Date.parse(textAt(prop, 'getlastmodified') ?? '');
  return {
    path,
    isFolder: childrenNamed(type, 'collection').length > 0,
    size: size === undefined || size === '' ? undefined : Number(size),
    etag: strongETag(textAt(prop, 'getetag')),
    contentType: textAt(prop, 'getcontenttype') || undefined,
    lastModified: Number.isNaN(lastModified) ? undefined : lastModified,
  };
}

/** Apache calls the ETag of a file weak for the second in which it was written, and strong ever after. */
export const strongETag = (etag: string | undefined): string | undefined => etag?.replace(/^W\//, '') || undefined;

/** `href` is a path or a whole address (RFC 4918, 8.3). */
function pathOf(href: string): string | undefined {
  const path = /^[a-z]+:\/\/[^/]*(.*)$/i.exec(href.trim())?.[1] ?? href.trim();
  return decodeKey(path)?.replace(/^\/+|\/+$/g, '');
}

function withoutPrefixes(element: XmlElement | undefined): XmlElement | undefined {
  if (element === undefined) return undefined;
  const children = element.children.flatMap((child) => withoutPrefixes(child) ?? []);
  return { name: element.name.replace(/^.*:/, ''), text: element.text, children };
}
