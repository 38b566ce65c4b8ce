/** Where an annotation stands; from 1. */
export interface AnnotationPlace {
  readonly file: string;
  readonly line?: number;
  readonly col?: number;
}

/** A workflow command that annotates: `::error file=a.md,line=1,col=2,title=T::message`. */
export function annotate(
  level: 'error' | 'warning' | 'notice',
  message: string,
  { title, place }: { readonly title: string; readonly place?: AnnotationPlace },
): string {
  const properties = Object.entries({ ...place, title })
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}=${escapeProperty(String(value))}`);
  return `::${level} ${properties.join(',')}::${escapeMessage(message)}`;
}

/** Text in which the runner looks for no commands; `token` must be one that the text cannot know. */
export function fence(text: string, token: string): string {
  return `::stop-commands::${token}\n${text}${text.endsWith('\n') || text === '' ? '' : '\n'}::${token}::\n`;
}

// actions/runner, ActionCommand: % first, or the others would be escaped twice
const escapeMessage = (text: string): string =>
  text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');

const escapeProperty = (text: string): string => escapeMessage(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
