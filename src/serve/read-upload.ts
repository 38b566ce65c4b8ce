import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readBody } from './read-body.js';
import type { ClipboardRefusal } from './read-clipboard.js';

/** What an editor wants uploaded: paths and addresses, in its order. */
export interface UploadRequest {
  readonly sources: readonly string[];
  /** Takes away the files that were sent. */
  dispose(): Promise<void>;
}

/** Why a request is none. */
export type Refusal = 'not-json' | 'no-list' | 'nothing' | 'too-large' | 'not-multipart' | ClipboardRefusal;

/** The picture that stands in the clipboard. */
export type PasteImage = () => Promise<Buffer | ClipboardRefusal>;

/** Bytes of all files of one request; they are held in memory until they are written. */
const mostBytes = 128 * 1024 * 1024;

/**
 * Reads a body as PicGo's server takes it: `{"list": […]}` with paths and addresses, or files in any fields of a form.
 * Files are written into a private folder under the names that they were sent with. Nothing, or an empty list, means the
 * picture in the clipboard.
 */
export async function readUpload(request: IncomingMessage, paste: PasteImage): Promise<UploadRequest | Refusal> {
  const body = await readBody(request, mostBytes);
  if (body === undefined) return 'too-large';
  const type = request.headers['content-type'] ?? '';
  return type.toLowerCase().startsWith('multipart/form-data') ? readForm(body, type) : readList(body, paste);
}

async function readList(body: Buffer, paste: PasteImage): Promise<UploadRequest | Refusal> {
  const text = body.toString().trim();
  if (text === '') return readPasted(paste);
  const list = listIn(text);
  if (list === undefined) return 'not-json';
  if (!Array.isArray(list) || !list.every((entry) => typeof entry === 'string')) return 'no-list';
  return list.length === 0 ? readPasted(paste) : { sources: list, dispose: async () => undefined };
}

function listIn(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && 'list' in value ? value.list : null;
  } catch {
    return undefined;
  }
}

async function readPasted(paste: PasteImage): Promise<UploadRequest | Refusal> {
  const picture = await paste();
  return typeof picture === 'string' ? picture : keepFiles([{ name: 'clipboard.png', bytes: picture }]);
}

async function readForm(body: Buffer, type: string): Promise<UploadRequest | Refusal> {
  let form: FormData;
  try {
    form = await new Response(body, { headers: { 'content-type': type } }).formData();
  } catch {
    return 'not-multipart';
  }
  const files = [...form.values()].filter((value) => typeof value !== 'string');
  if (files.length === 0) return 'nothing';
  const sent = files.map(async (file) => ({ name: file.name, bytes: Buffer.from(await file.arrayBuffer()) }));
  return keepFiles(await Promise.all(sent));
}

async function keepFiles(files: readonly { readonly name: string; readonly bytes: Buffer }[]): Promise<UploadRequest> {
  const folder = await mkdtemp(join(tmpdir(), 'imgferry-serve-'));
  const sources: string[] = [];
  for (const [index, { bytes, name }] of files.entries()) {
    const path = join(folder, String(index), safeName(name));
    await mkdir(join(folder, String(index)));
    await writeFile(path, bytes, { mode: 0o600 });
    sources.push(path);
  }
  return { sources, dispose: () => rm(folder, { recursive: true, force: true }) };
}

/** A name alone, that any disk can hold. */
function safeName(name: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what no name may hold
  const safe = name.replace(/^.*[\\/]/, '').replace(/[\x00-\x1f<>:"|?*]/g, '_');
  return safe === '' || /^\.+$/.test(safe) ? 'image' : safe.slice(-100);
}
