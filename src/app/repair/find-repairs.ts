import { runAll } from '../../pipeline/run-all.js';
import type { PostAddresses } from '../address-in-post.js';
import type { IgnoredAt } from '../check/gather/ignore-rules.js';
import { type LookTools, lookAtImages, type SeenImage } from '../check/look/look-at-images.js';
import { useLookTools } from '../check/look-tools.js';
import type { UseCaseContext } from '../context.js';
import { noteProxy } from '../note-proxy.js';
import type { OutcomeDraft } from '../outcome-draft.js';
import { encodersAtOnce } from '../prepare/encoding-room.js';
import { useLedger } from '../use-ledger.js';
import { createOccurrences, type Damage, findDamages } from './damage.js';
import { createImageMemory } from './known-bytes.js';
import { findKnownStores } from './known-stores.js';
import { listLocalFiles } from './local-files.js';
import { proposeHttps, proposeMoved } from './propose/addresses.js';
import { type Archive, createArchive } from './propose/archived-copies.js';
import { proposeLocalCopies } from './propose/local-copies.js';
import { proposeObjects } from './propose/objects.js';
import { proposeSpelling } from './propose/spelling.js';
import { type Finding, type ProofTools, proveRepair } from './prove-repair.js';
import type { Survey } from './survey-posts.js';

export interface RepairTools {
  /** Folders with copies of images. */
  readonly from: readonly string[];
  readonly ignoredAt: IgnoredAt;
  readonly addresses: PostAddresses;
}

/** Looks at every image, and for each that is damaged for a proved repair; in the order of addresses. */
export async function findRepairs(
  survey: Survey,
  { from, ignoredAt, addresses }: RepairTools,
  draft: OutcomeDraft,
  given: UseCaseContext,
): Promise<readonly Finding[]> {
  const context: UseCaseContext = { ...given, settings: { ...given.settings, depth: 'deep' } }; // pixels are the proof
  const { settings, cwd, signal, emit } = context;
  const files = await listLocalFiles(from, { cwd, maxBytes: settings.maxBytes });
  const findings: Finding[] = [];
  const { images, documents } = survey.gathered;
  emit({ type: 'scanned', documents, images: images.length });
  if (images.some(({ source }) => source.kind === 'remote')) noteProxy(context, draft.noteOnce);
  await useLookTools(context, { note: draft.note, readInstead: async () => undefined }, async (tools) => {
    const damages = await lookForDamages(survey, ignoredAt, tools, draft, context);
    if (damages.length === 0) return;
    await useLedger(context, 'read', async (ledger) => {
      const stores = findKnownStores(ledger, context);
      const memory = createImageMemory(ledger, stores);
      const archive = settings.wayback === 'off' ? undefined : createArchive(memory, tools.client, context);
      const proof: ProofTools = {
        proposals: [
          proposeObjects({ ledger, stores, memory }),
          proposeLocalCopies(files, memory),
          proposeHttps(memory),
          proposeMoved(memory),
          proposeSpelling(context),
          ...(archive ? [archive.propose] : []),
        ],
        lookAtAddress: tools.lookAtAddress,
        files: tools.files,
        addresses,
        filesNamed: files.named,
        cwd,
        signal,
      };
      const atOnce = settings.concurrency + 4 * encodersAtOnce();
      for await (const finding of runAll(damages, (damage) => proveRepair(damage, proof), { atOnce, signal })) {
        findings.push(finding);
      }
      if (archive) noteArchive(archive, findings, draft);
    });
  });
  return findings.sort((one, other) => compare(one.damage.image.url, other.damage.image.url));
}

const compare = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);

async function lookForDamages(
  survey: Survey,
  ignoredAt: IgnoredAt,
  tools: LookTools,
  draft: OutcomeDraft,
  { settings, signal, emit }: UseCaseContext,
): Promise<readonly Damage[]> {
  const seen: SeenImage[] = [];
  const { images } = survey.gathered;
  await lookAtImages(images, tools, {
    signal,
    onSeen(one) {
      seen.push(one);
      emit({ type: 'image-checked', url: one.image.url, verdict: one.look.verdict.level });
    },
  });
  const { damages, unseen } = findDamages(images, seen, (url) => ignoredAt({ url, file: undefined }));
  if (unseen > 0) draft.note({ id: 'images-not-seen', facts: { images: unseen } });
  const occurrencesOf = createOccurrences(survey, { links: settings.links !== 'off' });
  return damages.map((damage) => ({ ...damage, occurrences: occurrencesOf(damage) }));
}

/** What a person should know of an archive: that it was asked, and whether readers will load from it. */
function noteArchive(archive: Archive, findings: readonly Finding[], draft: OutcomeDraft): void {
  const addresses = findings.flatMap((finding) =>
    'repair' in finding && finding.repair.proof === 'archived' ? [finding.shown] : [],
  );
  for (const note of archive.notes()) draft.note(note);
  const [first] = addresses;
  if (first === undefined) return;
  draft.note({ id: 'archive-serves', facts: { host: new URL(first).host, images: addresses.length } });
}
