import { closeSync, openSync, readSync } from 'node:fs';

/** A file's first bytes: as many, or all where it is shorter. */
export function readHead(path: string, length: number): Buffer {
  const head = Buffer.alloc(length);
  const file = openSync(path, 'r');
  try {
    return head.subarray(0, readSync(file, head));
  } finally {
    closeSync(file);
  }
}
