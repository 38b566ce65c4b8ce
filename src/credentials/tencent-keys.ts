import { ImgferryError } from '../core/errors.js';
import type { CredentialsPlace, KeyPair } from './credentials.js';

/**
 * Keys in `PREFIX_SECRET_ID` and `PREFIX_SECRET_KEY`, as Tencent Cloud's tools spell them, and, for temporary ones,
 * `PREFIX_TOKEN`.
 *
 * @param source `env:PREFIX`; undefined: `env:TENCENTCLOUD`
 * @throws ImgferryError CREDENTIALS_MISSING {source, expected, found}
 */
export function resolveTencentKeys(source: string | undefined, { env }: Pick<CredentialsPlace, 'env'>): KeyPair {
  const [kind, prefix] = (source ?? 'env:TENCENTCLOUD').split(/:(.*)/s);
  if (kind !== 'env') throw new ImgferryError('CREDENTIALS_MISSING', { source, expected: ['env:PREFIX'] });
  const names = [`${prefix}_SECRET_ID`, `${prefix}_SECRET_KEY`] as const;
  const [accessKeyId, accessKeySecret] = names.map((name) => env[name] ?? '');
  if (!accessKeyId || !accessKeySecret) {
    const [set] = names.filter((name) => env[name]);
    const facts = set === undefined ? {} : { found: set };
    throw new ImgferryError('CREDENTIALS_MISSING', {
      source: source ?? 'env:TENCENTCLOUD',
      expected: names.filter((name) => !env[name]),
      ...facts,
    });
  }
  const token = env[`${prefix}_TOKEN`];
  return { accessKeyId, accessKeySecret, ...(token ? { securityToken: token } : {}) };
}
