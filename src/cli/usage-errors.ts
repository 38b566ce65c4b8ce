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

/** Says an error of Commander's in the person's language, line by line; one that it does not know stays as it is. */
export function translateUsageError(text: string, translate: Translate): string {
  const patterns = templates.map((template) => ({ said: translate(template), pattern: patternOf(template) }));
  return text
    .split('\n')
    .map((line) => {
      for (const { said, pattern } of patterns) {
        const found = pattern.exec(line);
        if (!found) continue;
        const names = found.slice(1, -1);
        const more = found.at(-1);
        return said.replace(/\{\}/g, () => names.shift() ?? '') + (more === undefined ? '' : translate(more));
      }
      return line;
    })
    .join('\n');
}

/** The names of a line, and what follows its sentence. */
function patternOf(template: string): RegExp {
  const source = template.replace(/[.?()]/g, '\\$&').replaceAll('{}', '(.+)');
  return new RegExp(`^(?:error: )?${source}(?: (.*))?$`);
}
