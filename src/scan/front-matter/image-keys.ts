/**
 * Keys under which themes look for an image, without case, `-` and `_`: Hexo itself, Butterfly, Fluid, NexT, Volantis,
 * Tranquilpeak; Hugo's PaperMod, LoveIt, Clarity, Stack; Jekyll's minimal-mistakes, Chirpy; the cards that Docusaurus,
 * VitePress and Astro starters put into the head.
 */
const imageKeys = new Set(
  `cover coverimage coverimg coverindex coverurl defaultcover topimg defaulttopimg indeximg indeximage bannerimg
  bannerimage banner ogimg ogimage thumbnail thumbnailimage thumb image images img imgs imageurl imagepath pic picture
  pictures headerimg headerimage headimg photo photos featureimage featureimg featuredimage featuredimg
  featuredimagepreview feature featured shareimage shareimg socialimage teaser overlayimage splash hero heroimage
  heroimg poster gallery avatar logo favicon icon background backgroundimage bg bgimage preview previewimage metaimage
  cardimage twitterimage lqip screenshot screenshots artwork`.split(/\s+/),
);

/** Under an image key, the members that hold the address itself (`cover: {image, alt, caption}`, `image: {path, lqip}`). */
const addressMembers = new Set(['path', 'src', 'file', 'light', 'dark', 'default', 'url', 'href']);

/** Keys of prose and of routes: what stands there is no image, even where it ends in `.png`. */
const otherKeys = new Set(
  `title subtitle description desc excerpt summary abstract keywords keyword tags tag categories category permalink slug
  aliases alias redirectfrom redirect alt caption name abbrlink author date updated layout comment comments text content
  tagline exclude include ignore keepfiles skiprender`.split(/\s+/),
);

export type KeyMeaning = 'image' | 'maybe' | 'other';

/**
 * What the place of a value says about it: `image` where a theme looks for an image, `other` where none can be, `maybe`
 * where its looks decide.
 *
 * @param path keys from the root
 */
export function meaningOfKey(path: readonly string[]): KeyMeaning {
  const keys = path.map((key) => key.toLowerCase().replace(/[-_]/g, ''));
  const leaf = keys.at(-1) ?? '';
  if (imageKeys.has(leaf)) return 'image';
  if (otherKeys.has(leaf)) return 'other';
  const isMember = addressMembers.has(leaf) && keys.slice(0, -1).some((key) => imageKeys.has(key));
  if (!isMember) return 'maybe';
  return leaf === 'url' || leaf === 'href' ? 'maybe' : 'image'; // a banner links somewhere as often as it shows something
}
