/** Kinds of stores by the schemes of their addresses. */
export const kindOfScheme = { file: 'file', oss: 'oss', s3: 's3', webdav: 'webdav', webdavs: 'webdav' } as const;

export type StoreKindName = (typeof kindOfScheme)[keyof typeof kindOfScheme];

/** Whether a text is a store's address, and none of its names. */
export const isStoreAddress = (text: string): boolean => addressOfStore.test(text);

/** `file:DIR`; the others have two slashes. */
export const addressOfStore = new RegExp(
  `^(?:${Object.keys(kindOfScheme)
    .map((scheme) => (scheme === 'file' ? 'file:' : `${scheme}://`))
    .join('|')})`,
);
