import { createHash, randomBytes } from 'node:crypto';
import type { Digest } from '../../core/digest.js';
import { ImgferryError } from '../../core/errors.js';
import type { CheckFinding, CheckId } from '../../core/finding.js';
import { asObjectKey } from '../../core/object-key.js';
import type { ObjectStore, StoreFinding } from '../../core/storage.js';
import { createReadStage } from '../../fetch/read-address.js';
import { redactKeyId } from '../../lib/redact.js';
import { unreadable } from '../../pipeline/public-probe.js';
import { kindOf } from '../../storage/store-kinds.js';
import type { StoreSettings } from '../../storage/store-settings.js';
import { findCredentials, openNamedStore, type StoreTools, storeSettingsOf } from '../compose.js';
import type { UseCaseContext } from '../context.js';

/** One store, looked at in the order in which things stand on each other; after the first that fails the rest is skipped. */
export async function checkStore(name: string, tools: StoreTools, context: UseCaseContext): Promise<CheckFinding[]> {
  const findings: CheckFinding[] = [];
  const look = createLook(findings, name);
  const settings = await look('store', async () => {
    const parsed = storeSettingsOf(name, context);
    return { value: parsed, facts: { kind: parsed.kind } };
  });
  if (!settings || !(await checkCredentials(settings, look, { findings, name }, context))) return findings;
  const store = await openNamedStore(settings, tools, context);
  try {
    const seen = await look('writable', async () => {
      const { findings: facts } = await store.driver.preflight({ signal: context.signal });
      return { value: facts, facts: {} };
    });
    if (!seen) return findings;
    findings.push(...seen.map((finding) => describeStoreFinding(finding, name)));
    if (!seen.some(({ id }) => id === 'clock') && store.driver.place !== undefined) {
      findings.push({ id: 'clock', level: 'ok', facts: { store: name } });
    }
    await checkPublicAddress(store, settings, look, { findings, name }, tools, context);
  } finally {
    await store.close();
  }
  return findings;
}

type Looked<Value> = { readonly value: Value; readonly facts: CheckFinding['facts'] };
type Look = <Value>(id: CheckId, action: () => Promise<Looked<Value>>) => Promise<Value | undefined>;

/** Runs a check and notes what it saw; undefined where it failed. */
function createLook(findings: CheckFinding[], store: string): Look {
  return async (id, action) => {
    try {
      const { value, facts } = await action();
      findings.push({ id, level: 'ok', facts: { store, ...facts } });
      return value;
    } catch (error) {
      if (!(error instanceof ImgferryError)) throw error;
      findings.push({ id, level: 'problem', facts: { store }, error: error.toReport() });
      return undefined;
    }
  };
}

/** @returns whether the store can be opened */
async function checkCredentials(
  settings: StoreSettings,
  look: Look,
  { findings, name }: { readonly findings: CheckFinding[]; readonly name: string },
  context: UseCaseContext,
): Promise<boolean> {
  if (await needsNoKeys(settings, context)) {
    findings.push({ id: 'credentials', level: 'skipped', facts: { store: name } });
    return true;
  }
  const found = await look('credentials', async () => {
    const keys = await findCredentials(settings, context);
    if (!keys) throw new Error('a store that needs keys has keys or throws');
    const { name: source, path } = keys.from;
    const facts = { id: redactKeyId(keys.accessKeyId), source: path === undefined ? source : `${path} (${source})` };
    return { value: keys, facts };
  });
  return found !== undefined;
}

/** A folder, or a server that is asked as anybody. */
async function needsNoKeys(settings: StoreSettings, context: UseCaseContext): Promise<boolean> {
  const account = kindOf(settings).accountOf(settings);
  if (!account?.isOptional) return account === undefined;
  return (await findCredentials(settings, context).catch(() => 'wrong')) === undefined;
}

function describeStoreFinding({ id, facts }: StoreFinding, store: string): CheckFinding {
  const checks: Readonly<Record<StoreFinding['id'], CheckId>> = {
    versioned: 'overwrite-guard',
    'no-conditional-put': 'overwrite-guard',
    'case-insensitive': 'overwrite-guard',
    'forced-download': 'forced-download',
    clock: 'clock',
  };
  return { id: checks[id], level: 'warn', facts: { store, finding: id, ...facts } };
}

/** Stores a picture of one pixel, reads it as a reader does, and deletes it. */
async function checkPublicAddress(
  store: ObjectStore,
  settings: StoreSettings,
  look: Look,
  { findings, name }: { readonly findings: CheckFinding[]; readonly name: string },
  { client }: StoreTools,
  { signal }: UseCaseContext,
): Promise<void> {
  const key = asObjectKey(`imgferry-doctor-${randomBytes(6).toString('hex')}.png`);
  const url = store.publicUrl(key);
  if (url === undefined || !URL.canParse(url)) {
    const facts = { store: name, found: settings.publicUrl ?? 'nothing' };
    findings.push({ id: 'public-address', level: settings.publicUrl === undefined ? 'warn' : 'skipped', facts });
    return;
  }
  const digest = createHash('sha256').update(onePixel).digest('hex') as Digest;
  const headers = { 'content-type': 'image/png' };
  await store.driver.put(
    key,
    { size: onePixel.length, digest, content: onePixel },
    { headers, ifAbsent: true, signal },
  );
  try {
    const read = await look('public-address', async () => {
      const found = await createReadStage({ client })
        .run({ url, limit: onePixel.length }, { signal })
        .catch((error: unknown) => {
          throw isOfDomain(error) ? unreadable(url, error) : error;
        });
      if (found.digest !== digest) {
        throw new ImgferryError('PUBLIC_MISMATCH', { url, expected: digest, found: found.digest });
      }
      return { value: found, facts: { url } };
    });
    if (read) {
      findings.push({ id: 'forced-download', level: read.isAttachment ? 'warn' : 'ok', facts: { store: name, url } });
    }
  } finally {
    await store.driver.delete(key, { signal });
  }
}

/** The domain is the owner's own: a copy of an image is no help. */
const isOfDomain = (error: unknown): error is ImgferryError =>
  error instanceof ImgferryError && (error.code === 'DNS_FAILED' || error.code === 'TLS_FAILED');

const onePixel = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
  'base64',
);
