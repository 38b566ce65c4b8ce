/**
 * The time that a server asks to wait before the next try, in ms (RFC 9110, 10.2.3: seconds, or an HTTP date).
 *
 * @param now epoch in ms, to count a date from
 * @returns undefined where there is no such header or it is malformed; 0 for a date in the past
 */
export function parseRetryAfter(value: string | undefined, now: number): number | undefined {
  const text = value?.trim() ?? '';
  if (/^\d+$/.test(text)) return Number(text) * 1000;
  const date = httpDate.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

/** RFC 9110, 5.6.7: IMF-fixdate, and the obsolete forms of RFC 850 and asctime. */
const httpDate = /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*,? .*\d\d:\d\d:\d\d/;
