import { drawPicture, type PictureRequest } from '../draw-picture.js';
import { svg } from '../images.js';

/** The pictures that the broken servers serve. */
export interface Pictures {
  readonly png: Buffer;
  readonly jpeg: Buffer;
  readonly webp: Buffer;
  readonly avif: Buffer;
  readonly gif: Buffer;
  readonly svg: Buffer;
  /** Another one, that says "no hotlinking". */
  readonly notice: Buffer;
}

export async function drawPictures(): Promise<Pictures> {
  const draw = async (seed: number, format: NonNullable<PictureRequest['format']>) =>
    (await drawPicture({ seed, width: 60, height: 40, format })).bytes;
  const [png, jpeg, webp, notice, avif, gif] = await Promise.all([
    draw(1, 'png'),
    draw(2, 'jpeg'),
    draw(3, 'webp'),
    draw(4, 'png'),
    draw(5, 'avif'),
    draw(6, 'gif'),
  ]);
  return { png, jpeg, webp, avif, gif, svg: svg(), notice };
}
