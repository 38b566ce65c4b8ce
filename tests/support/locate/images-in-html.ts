import { Parser } from 'htmlparser2';

/** The `src` of every `img` in rendered HTML, in order, without the whitespace around it (HTML 2.4.1). */
export function imagesInHtml(html: string): string[] {
  const found: string[] = [];
  const parser = new Parser({
    onopentag(name, attributes) {
      if (name === 'img' && attributes.src !== undefined)
        found.push(attributes.src.replace(/^[ \t\r\n\f]+|[ \t\r\n\f]+$/g, ''));
    },
  });
  parser.end(html);
  return found;
}

/** An address as every renderer percent-encodes it, so that addresses can be compared. */
export function comparable(address: string): string {
  return encodeURI(address.toWellFormed()).replace(/%25(?=[0-9a-f]{2})/gi, '%');
}
