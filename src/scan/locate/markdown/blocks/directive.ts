/** MyST's directives whose content is Markdown: those of docutils and Sphinx, sphinx-design and Jupyter Book. */
const names = new Set(
  `note warning tip important caution attention danger error hint seealso admonition todo versionadded versionchanged
  deprecated figure-md list-table table dropdown card grid grid-item grid-item-card tab-set tab-item tabs tabbed panels
  margin sidebar topic aside epigraph highlights pull-quote compound container div exercise solution`.split(/\s+/),
);

/** Whether a fence is a directive that holds Markdown, told by its info string: `{note}`, `{admonition} A title`. */
export function holdsMarkdown(info: string): boolean {
  const name = /^[ \t]*\{([\w-]+)\}(?=[ \t]|\r?$)/.exec(info)?.[1];
  return name !== undefined && names.has(name);
}
