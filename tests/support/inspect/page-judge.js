// Runs in the browser's page: paints files on a canvas and counts the pixels that are as they should be.
const known = new Map();

globalThis.judge = {
  async learn(name, base64, type) {
    const painted = await paint(base64, type);
    if (painted) known.set(name, { painted, frames: await readFrames(base64, type) });
    return { shows: painted !== undefined, frames: known.get(name)?.frames.length ?? 0 };
  },

  async compare(name, base64, type) {
    const whole = known.get(name);
    const painted = await paint(base64, type);
    if (painted === undefined) return { shows: 'nothing', share: 0 };
    const share = equalShare(painted, whole.painted);
    const frames = share < 1 || whole.frames.length > 1 ? await readFrames(base64, type) : whole.frames;
    if (share === 1 && frames.join() === whole.frames.join()) return { shows: 'whole', share };
    if (isBlank(painted) && !isBlank(whole.painted)) return { shows: 'nothing', share };
    const isAltered = isReadToItsEnd(whole, painted, frames, base64, type);
    return { shows: isAltered ? 'altered' : 'part', share };
  },
};

/** Whether the browser finds nothing wrong: all frames are read, the markup is well-formed, or every pixel is there. */
function isReadToItsEnd(whole, painted, frames, base64, type) {
  if (type === 'image/svg+xml') {
    const text = new TextDecoder().decode(decodeBase64(base64));
    return new DOMParser().parseFromString(text, type).querySelector('parsererror') === null;
  }
  const hasFrames = Math.max(painted.width, painted.height) <= longestSideOfFrames;
  if (whole.frames.length > 0 && hasFrames) return frames.length >= whole.frames.length;
  return countOpaque(painted) >= 0.99 * countOpaque(whole.painted);
}

/** The frame decoder gives none that are longer, though an `<img>` shows them. */
const longestSideOfFrames = 32_767;

const isBlank = ({ data }) => data.every((value) => value === 0);

function countOpaque({ data }) {
  let opaque = 0;
  for (let at = 3; at < data.length; at += 4) if (data[at] > 0) opaque += 1;
  return opaque;
}

/** What an `<img>` paints: its first frame. */
async function paint(base64, type) {
  const image = new Image();
  const address = URL.createObjectURL(new Blob([decodeBase64(base64)], { type }));
  try {
    const isLoaded = await new Promise((resolve) => {
      image.onload = () => resolve(true);
      image.onerror = () => resolve(false);
      image.src = address;
    });
    if (!isLoaded || image.naturalWidth === 0) return undefined;
    const canvas = new OffscreenCanvas(image.naturalWidth, image.naturalHeight);
    const context = canvas.getContext('2d', { willReadFrequently: true });
    context.drawImage(image, 0, 0);
    return context.getImageData(0, 0, canvas.width, canvas.height);
  } finally {
    URL.revokeObjectURL(address);
  }
}

/** A digest of each frame; none where the browser reads no frames of this type, or of this file. */
async function readFrames(base64, type) {
  if (!(await ImageDecoder.isTypeSupported(type))) return [];
  const decoder = new ImageDecoder({ data: decodeBase64(base64), type });
  const digests = [];
  try {
    await decoder.tracks.ready;
    await decoder.completed;
    for (let frameIndex = 0; frameIndex < decoder.tracks.selectedTrack.frameCount; frameIndex += 1) {
      const { image } = await decoder.decode({ frameIndex, completeFramesOnly: true });
      const canvas = new OffscreenCanvas(image.displayWidth, image.displayHeight);
      const context = canvas.getContext('2d', { willReadFrequently: true });
      context.drawImage(image, 0, 0);
      image.close();
      const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
      digests.push(await digest(data));
    }
  } catch {
    // the frames before the one that cannot be read count
  } finally {
    decoder.close();
  }
  return digests;
}

async function digest(data) {
  return [...new Uint8Array(await crypto.subtle.digest('SHA-256', data))].join();
}

function equalShare(one, other) {
  if (one.width !== other.width || one.height !== other.height) return 0;
  const left = new Uint32Array(one.data.buffer);
  const right = new Uint32Array(other.data.buffer);
  let equal = 0;
  for (let at = 0; at < left.length; at += 1) if (left[at] === right[at]) equal += 1;
  return equal / left.length;
}

function decodeBase64(base64) {
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}
