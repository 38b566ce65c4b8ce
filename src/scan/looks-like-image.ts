import { hasImageExtension } from '../core/image-format.js';

/** Hosts that serve images and nothing else, often without an extension in the path. */
const imageHosts = new Set([
  'mmbiz.qpic.cn',
  'mmbiz.qlogo.cn',
  'cdn.nlark.com',
  'img-blog.csdnimg.cn',
  'i-blog.csdnimg.cn',
  'upload-images.jianshu.io',
  'user-images.githubusercontent.com',
  'private-user-images.githubusercontent.com',
  'avatars.githubusercontent.com',
  'camo.githubusercontent.com',
  'i.imgur.com',
  'images.unsplash.com',
  'source.unsplash.com',
  'images.pexels.com',
  'cdn.pixabay.com',
  'picsum.photos',
  'pbs.twimg.com',
  'i.loli.net',
  's1.ax1x.com',
  's2.ax1x.com',
  's3.ax1x.com',
  's4.ax1x.com',
  'z3.ax1x.com',
  'i.postimg.cc',
  'img.shields.io',
  'via.placeholder.com',
  'placehold.co',
  'dummyimage.com',
  'cdn.sspai.com',
  'images2015.cnblogs.com',
  'img2018.cnblogs.com',
  'img2020.cnblogs.com',
  'img2022.cnblogs.com',
  'img2023.cnblogs.com',
]);

const imageHostFamilies = [
  /^(?:wx|ws|ww|tva)\d\.sinaimg\.cn$/,
  /^(?:pica|picb|picx|pic\d)\.zhimg\.com$/,
  /^p\d+(?:-[a-z-]+)?\.byteimg\.com$/,
  /^p\d+\.itc\.cn$/,
  /^lh\d\.googleusercontent\.com$/,
  /^s\d+\.loli\.net$/,
  /^i\d\.hdslb\.com$/,
  /^img\.alicdn\.com$/,
];

/**
 * Whether an address names an image by its looks alone: an image extension (a CDN's style suffix such as `!webp` or
 * `@500w` may follow), or a host that serves nothing else.
 */
export function looksLikeImage(address: string): boolean {
  const path = address.replace(/[?#].*$/s, '');
  if (hasImageExtension(path) || hasStyledExtension(path)) return true;
  const host = /^(?:https?:)?\/\/([^/:?#]+)/i.exec(address)?.[1]?.toLowerCase();
  return host !== undefined && isImageHost(host);
}

/** `photo.jpg!blog.webp`, `photo.png@800w_1e_1c`, `photo.jpg~tplv-k3u1fbpfcp-zoom-1.image`. */
const hasStyledExtension = (path: string): boolean =>
  /\.(?:jpe?g|png|gif|webp|avif|bmp|svg|heic)[!@~_][^/]*$/i.test(path);

const isImageHost = (host: string): boolean =>
  imageHosts.has(host) || imageHostFamilies.some((family) => family.test(host));
