/** Whether a property of a page's head (`<meta property="og:image">`), in lower case, is an image's address. */
export const isImageProperty = (name: string): boolean =>
  /^(?:og:image(?::url|:secure_url)?|twitter:image(?::src)?|msapplication-tileimage)$/.test(name);
