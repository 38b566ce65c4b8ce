/** An access key's id as it may be shown: its first and last four characters; short ones give nothing away. */
export function redactKeyId(id: string): string {
  return id.length < 12 ? '…' : `${id.slice(0, 4)}…${id.slice(-4)}`;
}
