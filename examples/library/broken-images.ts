import { check, createContext } from 'imgferry';

const context = await createContext({ given: { posts: ['posts'], maxAge: '12h' } });
const { images } = await check(context);
for (const { url, verdict, reasons, places } of images) {
  if (verdict !== 'broken') continue;
  console.log(url, reasons.join(', '));
  for (const { file, line, column } of places) console.log(`  ${file}:${line}:${column}`);
}
