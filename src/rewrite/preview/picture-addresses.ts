/** Addresses that stand for a review's pictures while a post is rendered; no name ends in `.invalid` (RFC 2606). */
export const pictureAddress = (picture: number): string => `https://review.invalid/${picture}`;

const address = /https:\/\/review\.invalid\/(\d+)/;

/** The pictures that a text names, in its order. */
export const picturesNamed = (text: string): readonly number[] =>
  [...text.matchAll(new RegExp(address, 'g'))].map(([, picture]) => Number(picture));

export function pictureAt(url: string | undefined): number | undefined {
  const [, picture] = (url && new RegExp(`^${address.source}`).exec(url)) || [];
  return picture === undefined ? undefined : Number(picture);
}

/** A generator's tag around a picture, or the picture alone: it is read as text by who knows Markdown alone. */
export const taggedPicture = new RegExp(
  `(?:\\{%[^{}]*?|\\{\\{[<%][^{}]*?|!\\[\\[)?${address.source}(?:[^{}]*?[%>]\\}\\}|[^{}]*?%\\}|[^\\]\\n]*\\]\\])?`,
  'g',
);
