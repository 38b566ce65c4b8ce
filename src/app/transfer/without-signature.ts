/**
 * A query without the parameters that sign the address of one object of one bucket: at its new place they would be
 * refused, even where everybody may read. Known: Alibaba OSS and Amazon S3, both versions ("Include a signature in a
 * URL", "Authenticating requests: using query parameters").
 *
 * @param search with its `?`, or empty; what stays is as it stood
 */
export function withoutSignature(search: string): string {
  const parameters = search.slice(1).split('&');
  if (!parameters.some((parameter) => signature.test(parameter))) return search;
  const others = parameters.filter((parameter) => !signing.test(parameter));
  return others.length === 0 ? '' : `?${others.join('&')}`;
}

const signature = /^(?:x-(?:oss|amz)-)?signature=/i;

const signing =
  /^(?:(?:OSS|AWS)AccessKeyId|Expires|Signature|security-token|x-oss-(?!process=)[a-z-]+|x-amz-[a-z0-9-]+)=/i;
