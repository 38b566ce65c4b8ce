/** Whether a container or a leaf block other than a paragraph can begin with this character. */
export function mayStartBlock(code: number): boolean {
  return code < blockStarters.length && blockStarters[code] === 1;
}

const blockStarters = Uint8Array.from({ length: 128 }, (_, code) =>
  '>#`~<=*_-+[0123456789'.includes(String.fromCharCode(code)) ? 1 : 0,
);
