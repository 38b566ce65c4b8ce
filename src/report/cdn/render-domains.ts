import type { CdnDomain, CdnRule } from '../../core/cdn.js';
import type { CdnDomainsReport } from '../../core/cdn-outcome.js';
import { jsonText } from '../../lib/json-text.js';
import { printable } from '../../messages/printable.js';
import { createReportWriter, type ReportWriter } from '../report-writer.js';
import type { View } from '../view.js';

const formats = {
  text: domainsText,
  json: domainsJson,
} as const satisfies Record<string, (report: CdnDomainsReport, view: View) => string>;

export type DomainsFormat = keyof typeof formats;

/** The domains of an account and their rules. */
export function renderDomains(
  report: CdnDomainsReport,
  { format, ...view }: View & { readonly format: DomainsFormat },
): string {
  return formats[format](report, view);
}

/** `config/schemas/cdn-domains.schema.json` describes it. */
function domainsJson({ provider, domains }: CdnDomainsReport): string {
  const rows = domains.map(({ name, cname, status, https, certificateEnds, origins, rules, untold }) => ({
    name,
    cname: cname ?? null,
    status: status ?? null,
    https: https ?? null,
    certificateEnds: certificateEnds === undefined ? null : new Date(certificateEnds).toISOString(),
    origins,
    rules,
    untold: untold ?? [],
  }));
  return `${jsonText({ version: 1, provider, domains: rows }, 2)}\n`;
}

function domainsText({ provider, domains }: CdnDomainsReport, view: View): string {
  const writer = createReportWriter(view);
  writer.heading(writer.word('cdn-domains-heading', { provider }));
  if (domains.length === 0) {
    writer.gap();
    writer.prose(writer.word('cdn-no-domains'), 2);
  }
  for (const domain of domains) writeDomain(domain, writer);
  return writer.end();
}

function writeDomain(
  { name, cname, status, https, certificateEnds, origins, rules, untold = [] }: CdnDomain,
  writer: ReportWriter,
): void {
  const { word, style } = writer;
  writer.gap();
  writer.line(
    `${style('bold', printable(name))}${status === undefined ? '' : `  ${style('dim', printable(status))}`}`,
    2,
  );
  if (cname !== undefined) writer.prose(writer.pair(word('cdn-cname'), printable(cname)), 4);
  if (origins.length > 0) writer.prose(writer.pair(word('cdn-origin'), writer.list(origins.map(printable))), 4);
  if (https !== undefined) {
    const ends = certificateEnds === undefined ? [] : [word('cdn-certificate-ends', { at: certificateEnds })];
    writer.prose(writer.list([word(https ? 'cdn-https-on' : 'cdn-https-off'), ...ends]), 4);
  }
  for (const kind of ['cache', 'referer', 'cors', 'https', 'other'] as const) {
    const some = rules.filter((rule) => rule.kind === kind);
    if (some.length > 0 && (kind !== 'other' || writer.view.verbose)) {
      for (const rule of some) writer.prose(writer.pair(word(`cdn-rules-${kind}`), ruleText(rule, writer)), 4);
    } else if (kind === 'referer' || kind === 'cors') {
      const none = untold.includes(kind) ? word('cdn-rules-untold') : word(`cdn-no-rules-${kind}`);
      writer.prose(writer.pair(word(`cdn-rules-${kind}`), style('dim', none)), 4);
    }
  }
}

/** As the provider calls it: whoever changes it looks for these words. */
function ruleText({ name, settings }: CdnRule, writer: ReportWriter): string {
  const pairs = Object.entries(settings).map(([key, value]) => printable(`${key}=${value}`));
  return `${printable(name)} ${writer.style('dim', pairs.join(' '))}`;
}
