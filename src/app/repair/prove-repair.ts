import type { ErrorReport } from '../../core/errors.js';
import type { ImageLook } from '../../core/image-look.js';
import { shows } from '../../core/verdict.js';
import type { PostAddresses } from '../address-in-post.js';
import type { FileLook } from '../check/look/look-at-file.js';
import type { LookAtAddress } from '../check/look-at-address.js';
import type { Destination } from '../destination.js';
import { displayPath } from '../image-identity.js';
import type { Candidate, Propose } from './candidate.js';
import type { Damage } from './damage.js';

/** What was found for one image: a repair that is proved, or why there is none. */
export type Finding = { readonly damage: Damage } & (
  | { readonly repair: Candidate; readonly shown: string }
  | { readonly error: ErrorReport }
);

export interface ProofTools {
  readonly proposals: readonly Propose[];
  readonly lookAtAddress: LookAtAddress;
  readonly files: Pick<FileLook, 'lookAt'>;
  readonly addresses: PostAddresses;
  /** Local files of a name. */
  readonly filesNamed: (name: string) => readonly string[];
  readonly cwd: string;
  readonly signal: AbortSignal;
}

/** Looks at candidates in order until one shows, has the bytes that it must have, and can be written in every place. */
export async function proveRepair(damage: Damage, tools: ProofTools): Promise<Finding> {
  const tried: Attempt[] = [];
  for (const propose of tools.proposals) {
    for (const candidate of await propose(damage)) {
      const fault = await faultOf(candidate, damage, tools);
      if (fault === undefined) return { damage, repair: candidate, shown: shownAs(candidate.destination, tools.cwd) };
      tried.push({ candidate, fault });
    }
  }
  return { damage, error: unproved(damage, tried, tools) };
}

interface Attempt {
  readonly candidate: Candidate;
  /** A reason's id. */
  readonly fault: string;
}

async function faultOf(candidate: Candidate, damage: Damage, tools: ProofTools): Promise<string | undefined> {
  const { verdict, digest } = await lookAt(candidate.destination, tools);
  if (!shows(verdict)) return verdict.reasons[0] ?? verdict.level;
  const { bytes, destination } = candidate;
  if (bytes.length > 0 && (digest === undefined || !bytes.includes(digest))) return 'other-bytes';
  for (const { post, reference } of damage.occurrences) {
    if (reference.role === 'link') continue;
    if ((await tools.addresses.addressFor(reference, post, destination)) === undefined) return 'outside-site';
  }
  return undefined;
}

function lookAt(destination: Destination, { lookAtAddress, files, signal }: ProofTools): Promise<ImageLook> {
  return destination.kind === 'address'
    ? lookAtAddress(destination.address, { signal })
    : files.lookAt(destination.path, { signal });
}

/** The address, or the path from the working directory. */
function shownAs(destination: Destination, cwd: string): string {
  return destination.kind === 'address' ? destination.address : displayPath(destination.path, cwd);
}

/** Why the image stays as it is, with what may help a person. */
function unproved({ image, checked }: Damage, tried: readonly Attempt[], tools: ProofTools): ErrorReport {
  const copy = tried.find(({ candidate, fault }) => candidate.proof === 'local-copy' && fault === 'outside-site');
  const near = copy ? undefined : tools.filesNamed(nameIn(image.url)).find((path) => !isItself(path, image));
  return {
    code: 'REPAIR_UNPROVED',
    facts: {
      url: image.url,
      reason: checked.reasons[0],
      ...(tried.length === 0 ? {} : { tried: tried.map(({ candidate, fault }) => `${candidate.proof} ${fault}`) }),
      ...(copy ? { copy: shownAs(copy.candidate.destination, tools.cwd) } : {}),
      ...(near === undefined ? {} : { near: displayPath(near, tools.cwd) }),
    },
  };
}

const isItself = (path: string, { source }: Damage['image']): boolean => source.kind === 'file' && source.path === path;

function nameIn(url: string): string {
  const path = URL.canParse(url) ? new URL(url).pathname : url;
  const name = path.split('/').at(-1) ?? '';
  try {
    return decodeURIComponent(name);
  } catch {
    return name; // a percent sign that encodes nothing stands for itself
  }
}
