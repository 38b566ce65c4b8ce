const ns = 'xmlns="http://www.w3.org/2000/svg"';
const shapes = '<rect width="40" height="30" fill="teal"/><circle cx="12" cy="14" r="9" fill="orange"/>';

/** Drawings that browsers draw, by what is odd about them. */
export const svgVariants: Readonly<Record<string, Buffer>> = {
  plain: Buffer.from(`<svg ${ns} width="40" height="30">${shapes}</svg>`),
  'without a size': Buffer.from(`<svg ${ns} viewBox="0 0 40 30">${shapes}</svg>`),
  'with a declaration': Buffer.from(
    `<?xml version="1.0" encoding="utf-8" standalone="no"?>\n<svg ${ns}>${shapes}</svg>\n`,
  ),
  'with a document type': Buffer.from(
    `<?xml version="1.0"?><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd"><svg ${ns}>${shapes}</svg>`,
  ),
  'of Illustrator': Buffer.from(
    `<?xml version="1.0" encoding="utf-8"?><!-- Generator: Adobe Illustrator --><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "x" [<!ENTITY ns_svg "http://www.w3.org/2000/svg"><!ENTITY ns_xlink "http://www.w3.org/1999/xlink">]><svg xmlns="&ns_svg;" xmlns:xlink="&ns_xlink;" width="40" height="30">${shapes}</svg>`,
  ),
  'of Inkscape': Buffer.from(
    `<?xml version="1.0" encoding="UTF-8" standalone="no"?>\n<!-- Created with Inkscape -->\n<svg ${ns} xmlns:svg="http://www.w3.org/2000/svg" xmlns:sodipodi="http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd" xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape" sodipodi:docname="a.svg"><sodipodi:namedview inkscape:zoom="1"/>${shapes}</svg>`,
  ),
  'with a byte order mark': Buffer.from(`\ufeff<svg ${ns}>${shapes}</svg>`),
  'of UTF-16': Buffer.from(`\ufeff<svg ${ns} width="40" height="30">${shapes}</svg>`, 'utf16le'),
  'of UTF-16, high byte first': Buffer.from(
    `\ufeff<svg ${ns} width="40" height="30">${shapes}</svg>`,
    'utf16le',
  ).swap16(),
  'that calls itself Latin-1': Buffer.from(
    `<?xml version="1.0" encoding="ISO-8859-1"?><svg ${ns}><title>café</title>${shapes}</svg>`,
  ),
  'with a prefix': Buffer.from(
    '<svg:svg xmlns:svg="http://www.w3.org/2000/svg" width="40" height="30"><svg:rect width="40" height="30" fill="red"/></svg:svg>',
  ),
  'with CSS': Buffer.from(`<svg ${ns}><style><![CDATA[rect > a { fill: "<b>" } /* & */]]></style>${shapes}</svg>`),
  'with CSS before it': Buffer.from(`<?xml-stylesheet type="text/css" href="none.css"?><svg ${ns}>${shapes}</svg>`),
  'with HTML in it': Buffer.from(
    `<svg ${ns} width="40" height="30"><foreignObject width="40" height="30"><div xmlns="http://www.w3.org/1999/xhtml">a&#160;b</div></foreignObject>${shapes}</svg>`,
  ),
  'with a script': Buffer.from(`<svg ${ns}><script>if (1 &lt; 2 &amp;&amp; true) {}</script>${shapes}</svg>`),
  'with an image': Buffer.from(
    `<svg ${ns} xmlns:xlink="http://www.w3.org/1999/xlink"><image width="1" height="1" xlink:href="data:image/gif;base64,R0lGODlhAQABAAAAACw="/>${shapes}</svg>`,
  ),
  'with Chinese': Buffer.from(`<svg ${ns} width="40" height="30"><text 数="一">图片</text>${shapes}</svg>`),
  'with single quotes': Buffer.from(`<svg xmlns='http://www.w3.org/2000/svg' width='40' height='30'>${shapes}</svg>`),
  'with line ends of Windows': Buffer.from(`<svg ${ns}>\r\n${shapes}\r\n</svg>\r\n`),
  empty: Buffer.from(`<svg ${ns}/>`),
  'with much before it': Buffer.from(
    `<!--${' licence'.repeat(400)} -->\n<svg ${ns} width="40" height="30">${shapes}</svg>`,
  ),
};

/** Drawings that browsers don't draw, where other programs do. */
export const undrawnSvgs: Readonly<Record<string, Buffer>> = {
  'of Latin-1': Buffer.from(
    `<?xml version="1.0" encoding="ISO-8859-1"?><svg ${ns}><title>caf\xe9</title>${shapes}</svg>`,
    'latin1',
  ),
  'with a reference to a control character': Buffer.from(`<svg ${ns}><title>&#1;</title>${shapes}</svg>`),
  'with the end of a section in text': Buffer.from(`<svg ${ns}><title>a ]]> b</title>${shapes}</svg>`),
  'with a space that XML has not': Buffer.from(`<svg ${ns}\u00a0width="40">${shapes}</svg>`),
  'with a document type behind it': Buffer.from(`<svg ${ns}>${shapes}</svg><!DOCTYPE svg>`),
};
