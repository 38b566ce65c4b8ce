export type XmlValue = string | number | boolean | XmlFields | readonly XmlFields[];
export interface XmlFields {
  readonly [name: string]: XmlValue | undefined;
}

/** Writes an OSS answer: fields in order, undefined ones left out, a list as the same element again and again. */
export function writeXml(root: string, fields: XmlFields): Buffer {
  return Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>\n${element(root, fields)}`);
}

function element(name: string, value: XmlValue): string {
  if (Array.isArray(value)) return value.map((item) => element(name, item)).join('');
  if (typeof value !== 'object') return `<${name}>${escapeText(String(value))}</${name}>`;
  const inner = Object.entries(value).map(([field, content]) => (content === undefined ? '' : element(field, content)));
  return `<${name}>${inner.join('')}</${name}>`;
}

function escapeText(text: string): string {
  const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' };
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}
