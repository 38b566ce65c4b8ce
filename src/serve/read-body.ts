import type { IncomingMessage } from 'node:http';

/** A request's body; undefined where it has more bytes than may be. It is read to its end, so that its sender gets an answer. */
export async function readBody(request: IncomingMessage, mostBytes: number): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size <= mostBytes) chunks.push(chunk);
    else chunks.length = 0;
  }
  return size > mostBytes ? undefined : Buffer.concat(chunks);
}
