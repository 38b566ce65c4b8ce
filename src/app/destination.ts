/** Where an image can be read in place of where a reference leads. */
export type Destination =
  /** The same address in every post. */
  | { readonly kind: 'address'; readonly address: string }
  /** A file, named in each post as its site has it; or by this address, which a store's configuration gives it. */
  | { readonly kind: 'file'; readonly path: string; readonly address?: string }
  /** A file whose name the post has but for the case of its letters. */
  | { readonly kind: 'spelling'; readonly path: string }
  /** A file beside the one that the post names, of another extension; `isThere`: else it is only planned. */
  | { readonly kind: 'extension'; readonly path: string; readonly isThere: boolean };
