import type { Translate } from '../messages/help-text.js';

/** What Commander says of a wrong command line, `{}` for each name in it. */
const templates = [
  "unknown command '{}'",
  "unknown option '{}'",
  "missing required argument '{}'",
  "option '{}' argument missing",
  "required option '{}' not specified",
  "option '{}' argument '{}' is invalid.",
  "too many arguments for '{}'. Expected {} arguments but got {}.",
  "too many arguments for '{}'. Expected {} argument but got {}.",
  '(Did you mean {}?)',
] as const;

const patterns = templates.map((template) => {
  const source = template.replace(/[.?()]/g, '\\$&').replaceAll('{}', '(.+)');
  return { template, pattern: new RegExp(`^(?:error: )?${source}(?: (.*))?$`) };
});

/** Says an error of Commander's in the person's language, line by line; one that it does not know stays as it is. */
export function translateUsageError(text: string, translate: Translate): string {
  return text
    .split('\n')
    .map((line) => {
      for (const { template, pattern } of patterns) {
        const found = pattern.exec(line);
        const said = translate(template);
        if (!found || said === template) continue;
        const names = found.slice(1, -1);
        const more = found.at(-1);
        return said.replace(/\{\}/g, () => names.shift() ?? '') + (more === undefined ? '' : translate(more));
      }
      return line;
    })
    .join('\n');
}
