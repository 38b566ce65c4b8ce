/** What a query is for: another picture, another version of it, or nothing that the server knows of. */
export type QueryKind = 'processing' | 'version' | 'other';

/** Parameters of image processing: OSS, S3 gateways, Tencent and Qiniu. */
const processing =
  /(?:^|[?&])(?:x-oss-process|x-image-process|x-bce-process|imageMogr2|imageView2|imageslim|imageAve)\b/i;

/** What people add so that a changed file is fetched anew. */
const version = /(?:^|[?&])(?:v|ver|version|t|ts|timestamp|time|rev|hash|h|_)(?:=|&|$)/i;

/** Undefined where an address has no query. */
export function queryKindOf(url: string): QueryKind | undefined {
  const { search } = new URL(url);
  if (search === '') return undefined;
  if (processing.test(search)) return 'processing';
  return version.test(search) ? 'version' : 'other';
}

export function withoutQuery(address: string): string {
  const url = new URL(address);
  url.search = '';
  return url.href;
}

/** The same address under a query that nobody asked for: every value gets an end of its own. */
export function withOtherQuery(address: string, nonce: string): string {
  const url = new URL(address);
  const [first = ['v', '']] = [...url.searchParams];
  url.searchParams.set(first[0], `${first[1]}-${nonce}`);
  return url.href;
}
