// Draws the pictures of examples/: small, and of the kinds that blogs have. Their bytes are in the repository; run this
// only to change them.
import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';

const folder = fileURLToPath(new URL('../examples/pictures/', import.meta.url));
mkdirSync(`${folder}2024`, { recursive: true });

const landscape = (
  sky,
  hill,
  sun,
) => `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 400" width="640" height="400">
  <defs><linearGradient id="s" x1="0" y1="0" x2="0" y2="1"><stop stop-color="${sky}"/><stop offset="1" stop-color="#fff4e0"/></linearGradient></defs>
  <rect width="640" height="400" fill="url(#s)"/>
  <circle cx="470" cy="120" r="46" fill="${sun}"/>
  <path d="M0 290 Q140 190 300 280 T640 250 V400 H0Z" fill="${hill}"/>
  <path d="M0 340 Q200 270 380 335 T640 320 V400 H0Z" fill="${hill}" opacity=".7"/>
</svg>
`;

/** A photo: a landscape with a film's grain, as a camera would save it. */
const photo = async (name, colours, quality) => {
  const grain = await sharp({
    create: {
      width: 640,
      height: 400,
      channels: 3,
      background: '#808080',
      noise: { type: 'gaussian', mean: 128, sigma: 6 },
    },
  })
    .png()
    .toBuffer();
  await sharp(Buffer.from(landscape(...colours)))
    .flatten()
    .composite([{ input: grain, blend: 'soft-light' }])
    .jpeg({ quality })
    .withExif({
      IFD0: { Make: 'imgferry', Model: 'example' },
      IFD3: { GPSLatitude: '35/1 0/1 0/1', GPSLatitudeRef: 'N' },
    })
    .toFile(folder + name);
};

await photo('2024/樱花.jpg', ['#f7b7c8', '#8f5a7a', '#fff'], 92);
await photo('2024/harbour at dusk.jpg', ['#38507a', '#20304a', '#ffb35c'], 90);
await sharp(Buffer.from(landscape('#9fd3f0', '#4a8f5a', '#ffe27a')))
  .resize(200)
  .png({ compressionLevel: 1, palette: true })
  .toFile(`${folder}cover.png`);
await sharp(Buffer.from(landscape('#9fd3f0', '#4a8f5a', '#ffe27a')))
  .resize(120)
  .png({ compressionLevel: 1 })
  .toFile(`${folder}cover-small.png`);
writeFileSync(
  `${folder}diagram.svg`,
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 320 90" width="320" height="90" font-family="sans-serif" font-size="14">
  <g fill="#eef4fb" stroke="#4a78b0"><rect x="5" y="25" width="90" height="40" rx="6"/><rect x="225" y="25" width="90" height="40" rx="6"/></g>
  <path id="arrow" d="M100 45 H215 M205 38 L215 45 L205 52" fill="none" stroke="#4a78b0" stroke-width="2"/>
  <text x="50" y="50" text-anchor="middle">old host</text><text x="270" y="50" text-anchor="middle">your own</text>
</svg>
`,
);
