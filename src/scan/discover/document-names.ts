/** Extensions of the documents that are scanned; Quarto's and R Markdown's are Markdown, their code in fences. */
export const isDocumentName = (name: string): boolean => /\.(?:md|markdown|mdown|mkd|mdx|qmd|rmd|html?)$/i.test(name);

/** Folders that tools write: never sources, with or without git. */
const generatedFolders = new Set([
  'public',
  '.deploy_git',
  '_site',
  'build',
  '.docusaurus',
  'dist',
  'node_modules',
  '.git',
  '.imgferry',
]);

/**
 * Whether a folder holds what a generator made.
 *
 * @param parent name of the folder around it
 */
export const isGeneratedFolder = (name: string, parent: string): boolean =>
  generatedFolders.has(name) || (parent === '.vitepress' && (name === 'dist' || name === 'cache'));
