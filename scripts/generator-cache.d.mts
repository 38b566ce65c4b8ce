export type BuildingGenerator = 'hexo' | 'vitepress' | 'docusaurus' | 'astro';

/** The generators that npm installs. */
export const generators: readonly BuildingGenerator[];
/** The folder with its `package.json` and lockfile. */
export function manifestFolder(generator: BuildingGenerator): string;
/** Where its `node_modules` are, once it is installed. */
export function cacheFolder(generator: BuildingGenerator): string;
export function stampOf(generator: BuildingGenerator): string;
export function isInstalled(generator: BuildingGenerator): boolean;
