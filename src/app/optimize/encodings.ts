import type { UseCaseContext } from '../context.js';
import { createPrepareStage } from '../prepare-image.js';
import type { PrepareStage } from './settle-image.js';

/** What decides how one image is encoded, beside the settings. */
export interface EncodedImage {
  /** Its path from the working directory, or its address. */
  readonly url: string;
  readonly keepsFormat: boolean;
  readonly isShareCard: boolean;
}

/** The ways of encoding that a run needs, each made once. */
export interface Encodings {
  stageFor(image: EncodedImage): PrepareStage;
  close(): Promise<void>;
}

export function createEncodings({ settings }: UseCaseContext): Encodings {
  const stages = new Map<string, PrepareStage>();
  return {
    stageFor({ keepsFormat }) {
      const imageFormat = keepsFormat ? 'keep' : settings.imageFormat;
      const known = stages.get(imageFormat) ?? createPrepareStage({ ...settings, imageFormat });
      stages.set(imageFormat, known);
      return known;
    },
    close: async () => undefined,
  };
}
