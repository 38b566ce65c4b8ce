/** A page of pictures before and after, each piece shown pixel for pixel. */
export function pageOf(pictures, crop) {
  return `<!doctype html><meta charset="utf-8"><title>Before and after</title><style>
body { margin: 12px; background: #fff; color: #1d2733; font: 13px/1.4 sans-serif; }
main { display: grid; grid-template-columns: repeat(2, 1fr); gap: 14px 20px; }
article { border-top: 1px solid #c8d0d8; padding-top: 6px; }
h2 { margin: 0 0 4px; font-size: 14px; }
.pair { display: flex; gap: 6px; }
figure { margin: 0; width: ${crop.width}px; }
.piece { width: ${crop.width}px; height: ${crop.height}px; overflow: hidden; position: relative;
  background: repeating-conic-gradient(#e4e8ec 0 25%, #fff 0 50%) 0 0 / 16px 16px; }
img { position: absolute; max-width: none; }
p { margin: 4px 0 0; }
.taken { font-weight: bold; }
.fault { color: #667; }
</style><main>${pictures.map((picture) => articleOf(picture)).join('')}</main>`;
}

function articleOf({ name, source, result, explanation, judged, at }) {
  const { facts, reason } = explanation;
  const { width, height } = facts;
  const bytes = explanation.result?.bytes ?? facts.bytes;
  const piece = (file, caption) =>
    `<figure><div class="piece"><img src="${file}" style="left:-${at.left}px;top:-${at.top}px"></div><p>${caption}</p></figure>`;
  const before = `before: ${spelled(facts.format)}, ${count(facts.bytes)} bytes`;
  const after =
    reason === 'encoded'
      ? `after: ${spelled(explanation.result.format)}, ${count(bytes)} bytes, <b>${Math.round((100 * bytes) / facts.bytes)} %</b>`
      : `left alone: ${reason}`;
  return `<article><h2>${name}, ${width} × ${height}</h2>
<div class="pair">${piece(source, before)}${piece(result, after)}</div>
<p>${scoresOf(explanation, judged)}</p><p>${whyOf(explanation)}</p></article>`;
}

function scoresOf({ reason, result, tries }, judged) {
  if (reason !== 'encoded') return 'The bytes are as they were.';
  const { largestError } = tries.find(({ isTaken }) => isTaken);
  const scores = `${result.score.toFixed(1)}, by calc-s2-rust ${judged.toFixed(1)}`;
  return `SSIMULACRA 2 of the whole picture: ${scores}; largest error of a channel: ${largestError}`;
}

function whyOf({ content, tries, facts }) {
  const looks =
    content === undefined
      ? ''
      : `${looksLike[content.kind]} (${Math.round(content.equalLeft * 100)} % equal their left neighbour). `;
  const made = tries.map((one) => {
    const told = `${nameOf(one)}: ${Math.round((100 * one.bytes) / facts.bytes)} %${one.score === undefined ? '' : `, scores ${one.score.toFixed(1)}`}`;
    return one.isTaken
      ? `<span class="taken">${told}, taken</span>`
      : `<span class="fault">${told}${one.fault ? `, ${one.fault}` : ''}</span>`;
  });
  return `${looks}${made.join('; ')}`;
}

const looksLike = { flat: 'Drawn', photo: 'A photograph', doubtful: 'Drawn or a photograph: both are tried' };

function nameOf({ format, settings: { quality, lossless, near } }) {
  if (near !== undefined) return 'WebP near-lossless';
  if (lossless) return 'WebP lossless';
  return quality === undefined ? `${spelled(format)} exact` : `${spelled(format)} q${quality}`;
}

const spelled = (format) => (format === 'webp' ? 'WebP' : format.toUpperCase());

const count = (bytes) => bytes.toLocaleString('en');
