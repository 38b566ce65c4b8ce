import type { EncodingSettings } from '../../config/settings.js';
import type { FetchedImage, PreparedImage, Stage } from '../../core/stage.js';
import { openPrepareProcesses } from '../compose.js';
import type { UseCaseContext } from '../context.js';
import type { WhatDecides } from './encoding-room.js';
import { createPrepareStage } from './prepare-image.js';

export type PrepareStage = Stage<FetchedImage, PreparedImage>;

/** What decides how one image is encoded. */
export interface EncodedImage {
  /** Its path from the configuration's folder, or its key. */
  readonly name: string;
  readonly keepsFormat: boolean;
  /** Other sites show it beside a link. */
  readonly isShareCard: boolean;
}

/** The ways of encoding that a run needs, each made once. */
export interface Encodings {
  stageFor(image: EncodedImage): PrepareStage;
  close(): void;
}

export function createEncodings({
  settings,
  environment,
}: Pick<UseCaseContext, 'settings' | 'environment'>): Encodings {
  const stages = new Map<string, PrepareStage>();
  const processes = openPrepareProcesses(environment);
  return {
    stageFor(image) {
      const asked = encodingFor(image, settings);
      const key = JSON.stringify(asked);
      const stage = stages.get(key) ?? createPrepareStage(asked, { processes });
      stages.set(key, stage);
      return stage;
    },
    close: () => processes?.close(),
  };
}

type AllSettings = UseCaseContext['settings'];

/** The settings for one image: everywhere's, its folder's over them, and what its use allows. */
export function encodingFor({ name, keepsFormat, isShareCard }: EncodedImage, settings: AllSettings): EncodingSettings {
  const asked = { ...encodingIn(settings), ...folderOf(name, settings) };
  if (keepsFormat) return { ...asked, imageFormat: 'keep' };
  return isShareCard ? withoutAvif(asked) : asked;
}

/** Without all that doesn't decide how a picture is encoded. */
export function encodingIn(settings: EncodingSettings): EncodingSettings {
  const { imageFormat, optimize, effort, quality, target, allowFormats, metadata } = settings;
  const { maxWidth, maxHeight, maxImageBytes } = settings;
  return {
    imageFormat,
    optimize,
    effort,
    target,
    allowFormats,
    metadata,
    ...(quality === undefined ? {} : { quality }),
    ...(maxWidth === undefined ? {} : { maxWidth }),
    ...(maxHeight === undefined ? {} : { maxHeight }),
    ...(maxImageBytes === undefined ? {} : { maxImageBytes }),
  };
}

/** What decides the room that encoding takes: AVIF takes four times that of the others, and a folder may ask for it. */
export function roomSettingsOf({ imageFormat, effort, folders }: AllSettings): WhatDecides {
  const asked = [imageFormat, ...Object.values(folders).flatMap((folder) => folder.imageFormat ?? [])];
  return { effort, imageFormat: (['avif', 'auto'] as const).find((format) => asked.includes(format)) ?? imageFormat };
}

/** The longest path wins. */
function folderOf(name: string, { folders }: AllSettings): Partial<EncodingSettings> {
  const [longest] = Object.keys(folders)
    .map((folder) => ({ folder, path: folder.replace(/^\.\//, '').replace(/\/+$/, '') }))
    .filter(({ path }) => path === '.' || name === path || name.startsWith(`${path}/`))
    .sort((one, other) => other.path.length - one.path.length);
  return longest === undefined ? {} : (folders[longest.folder] ?? {});
}

/** Many networks that show a card read no AVIF. */
function withoutAvif(asked: EncodingSettings): EncodingSettings {
  const { imageFormat, allowFormats } = asked;
  if (imageFormat === 'avif') return { ...asked, imageFormat: 'keep' };
  const formats = allowFormats.length === 0 ? (['webp', 'jpeg', 'png'] as const) : allowFormats;
  return { ...asked, allowFormats: formats.filter((format) => format !== 'avif') };
}
