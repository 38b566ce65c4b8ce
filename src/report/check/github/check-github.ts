import type { CheckedImage, CheckOutcome, FailOn } from '../../../core/check-outcome.js';
import { fails } from '../../../core/fold-check.js';
import type { Language } from '../../../messages/catalogue.js';
import { describeError, errorMessage } from '../../../messages/describe-error.js';
import { levelName } from '../../../messages/describe-verdict.js';
import { label } from '../../../messages/label.js';
import type { CheckReportOptions } from '../check-report-options.js';
import { describeImage, imageLines } from '../describe-image.js';
import { unreadMessage } from '../describe-unread.js';
import { fromRepository } from '../paths.js';
import { checkText } from '../text/check-text.js';
import { type AnnotationPlace, annotate, fence } from './github-command.js';

/** GitHub shows so many of each level of one step. */
const most = 10;

interface Annotation {
  readonly level: 'error' | 'warning';
  readonly title: string;
  readonly message: string;
  readonly place?: AnnotationPlace;
}

/**
 * For a step of GitHub Actions: the text report in its log, where no command in it counts, and annotations for the worst
 * images, one each at its first place. What the baseline has is not annotated.
 */
export function checkGithub(outcome: CheckOutcome, options: CheckReportOptions): string {
  const annotations = [
    ...runAnnotations(outcome, options),
    ...outcome.images.flatMap((image) => imageAnnotation(image, options)),
  ];
  const lines = (['error', 'warning'] as const).flatMap((level) =>
    capped(
      annotations.filter((annotation) => annotation.level === level),
      options.lang,
    ),
  );
  const commands = lines.map(({ level, message, ...rest }) => `${annotate(level, message, rest)}\n`);
  return fence(checkText(outcome, options), options.token) + commands.join('');
}

/** The first ones; the last of them says how many there are beyond. */
function capped(annotations: readonly Annotation[], lang: Language): readonly Annotation[] {
  const beyond = annotations.length - most;
  if (beyond <= 0) return annotations;
  return annotations.slice(0, most).map((annotation, index) => {
    if (index < most - 1) return annotation;
    return { ...annotation, message: `${annotation.message}\n${label('check-more-images', lang, { n: beyond })}` };
  });
}

function imageAnnotation(image: CheckedImage, options: CheckReportOptions): readonly Annotation[] {
  const [worst] = describeImage(image, options.lang);
  if (!worst || image.isKnown) return [];
  const [first, ...others] = image.places;
  const more = others.length === 0 ? [] : [label('check-more-places', options.lang, { n: others.length })];
  return [
    {
      level: levelOf(image, options.failOn),
      title: label('check-image', options.lang, { level: levelName(image.verdict, options.lang), name: worst.name }),
      message: [...imageLines(image, options.lang), ...more].join('\n'),
      ...(first
        ? { place: { file: fromRepository(first.file, options.repositoryPath), line: first.line, col: first.column } }
        : {}),
    },
  ];
}

const levelOf = (image: CheckedImage, failOn: FailOn): Annotation['level'] =>
  image.verdict === 'broken' || fails(image, failOn) ? 'error' : 'warning';

/** What stopped the check, and posts that could not be read. */
function runAnnotations(
  { stopped, unread }: CheckOutcome,
  { lang, repositoryPath }: CheckReportOptions,
): readonly Annotation[] {
  return [
    ...(stopped
      ? [{ level: 'error' as const, title: describeError(stopped, lang).title, message: errorMessage(stopped, lang) }]
      : []),
    ...unread.map((document) => ({
      level: 'error' as const,
      title: describeError(document.error, lang).title,
      message: unreadMessage(document, lang),
      place: { file: fromRepository(document.file, repositoryPath) },
    })),
  ];
}
