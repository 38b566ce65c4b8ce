import { jsonText } from '../../../lib/json-text.js';
import type { VerdictWords } from '../../../messages/say-verdict.js';

/** GitHub code scanning takes no more results of a run. */
export const mostResults = 25_000;

export type SarifLevel = 'error' | 'warning' | 'note';

/** A rule of a tool (SARIF 3.49), from the words that there are for it. */
export function sarifRule(id: string, level: SarifLevel, { name, says, advice }: Omit<VerdictWords, 'seen'>) {
  return {
    id,
    name: id.replace(/(?:^|-)(.)/g, (_, letter: string) => letter.toUpperCase()),
    shortDescription: { text: name },
    fullDescription: { text: says },
    help: { text: `${says}\n\n${advice}`, markdown: `${says}\n\n**→** ${advice}` },
    defaultConfiguration: { level },
    properties: { tags: ['images'], 'problem.severity': level === 'note' ? 'recommendation' : level },
  };
}

export interface SarifRun {
  /** Of the program. */
  readonly version: string;
  readonly rules: readonly object[];
  /** It came to its end. */
  readonly isWhole: boolean;
  readonly notifications: readonly object[];
  readonly results: readonly object[];
}

/** A log of one run (SARIF 2.1.0, OASIS). */
export function sarifLog({ version, rules, isWhole, notifications, results }: SarifRun): string {
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'imgferry', semanticVersion: version, rules } },
        invocations: [{ executionSuccessful: isWhole, toolExecutionNotifications: notifications }],
        columnKind: 'utf16CodeUnits',
        originalUriBaseIds: { '%SRCROOT%': { description: { text: 'The root of the repository.' } } },
        results,
      },
    ],
  };
  return `${jsonText(log, 2)}\n`;
}
