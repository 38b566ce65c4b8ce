import { readFile } from 'node:fs/promises';
import type { Settings } from '../config/settings.js';
import { ImgferryError } from '../core/errors.js';
import type { Plan } from '../core/plan.js';
import { parseJson } from '../lib/json-value.js';
import { writeWhole } from './write-whole.js';

/** Settings that decide what a plan's images become; hosts' headers are left out, they may be secret. */
const deciding = [
  'to',
  'publicUrl',
  'verify',
  'key',
  'imageFormat',
  'optimize',
  'effort',
  'quality',
  'target',
  'allowFormats',
  'maxWidth',
  'maxHeight',
  'maxImageBytes',
  'metadata',
  'processed',
  'remap',
] as const satisfies readonly (keyof Settings)[];

/** The part of the settings that a plan keeps. */
export function planSettingsOf(settings: Settings): Plan['settings'] {
  const entries = deciding.map((name) => [name, settings[name]] as const);
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}

/** @throws ImgferryError FOLDER_NOT_WRITABLE {path, found}, DISK_FULL {path} */
export async function writePlan(path: string, plan: Plan): Promise<void> {
  await writeWhole(path, `${JSON.stringify(plan, null, 2)}\n`);
}

/**
 * @throws ImgferryError PATH_NOT_FOUND {path}, PLAN_INVALID {path, expected, found}
 */
export async function readPlan(path: string): Promise<Plan> {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw new ImgferryError('PATH_NOT_FOUND', { path }, { cause: error });
  });
  const value = parseJson(text);
  if (!isPlan(value)) throw new ImgferryError('PLAN_INVALID', { path, expected: 'plan', found: describe(value) });
  return value;
}

/** Our own file, written by `writePlan`: its marks are checked here, its digests when they are used. */
function isPlan(value: unknown): value is Plan {
  if (typeof value !== 'object' || value === null) return false;
  const { version, command, settings, assets, posts }: Partial<Record<keyof Plan, unknown>> = value;
  const isWhole = typeof settings === 'object' && Array.isArray(assets) && Array.isArray(posts);
  return version === 1 && command === 'migrate' && isWhole;
}

function describe(value: unknown): string {
  if (value === undefined) return 'not-json';
  return typeof value === 'object' && value !== null && 'version' in value
    ? `version-${String(value.version)}`
    : 'other-json';
}
