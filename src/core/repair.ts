/** What proves that an address shows the image that a broken one had; permanent, in the order in which it is tried. */
export const repairProofs = [
  /** The address of a known store names an object, whose own address is another by now. */
  'same-object',
  /** A known store has an object with the bytes that the address had. */
  'same-digest',
  /** A run made an object of the image. */
  'migrated-before',
  /** A local file has the bytes that the address had. */
  'local-copy',
  'https-works',
  'moved-permanently',
  'letter-case',
  'archived',
] as const;

export type RepairProof = (typeof repairProofs)[number];
