import { drawPicture } from '../draw-picture.js';
import { svg } from '../images.js';

/** The pictures that the broken servers serve. */
export interface Pictures {
  readonly png: Buffer;
  readonly jpeg: Buffer;
  readonly webp: Buffer;
  readonly svg: Buffer;
  /** Another one, that says "no hotlinking". */
  readonly notice: Buffer;
}

export async function drawPictures(): Promise<Pictures> {
  const draw = async (seed: number, format: 'png' | 'jpeg' | 'webp') =>
    (await drawPicture({ seed, width: 60, height: 40, format })).bytes;
  const [png, jpeg, webp, notice] = await Promise.all([
    draw(1, 'png'),
    draw(2, 'jpeg'),
    draw(3, 'webp'),
    draw(4, 'png'),
  ]);
  return { png, jpeg, webp, svg: svg(), notice };
}
