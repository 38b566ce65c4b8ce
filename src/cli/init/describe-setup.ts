import type { Setup } from '../../app/init/look-around.js';
import type { CredentialsTool, ToolAccount } from '../../core/tool-account.js';
import type { Language } from '../../messages/catalogue.js';
import { describeError } from '../../messages/describe-error.js';
import { label } from '../../messages/label.js';

const names: Readonly<Record<Exclude<CredentialsTool, 'environment'>, string>> = {
  picgo: 'PicGo',
  piclist: 'PicList',
  ossutil: 'ossutil',
  aliyun: 'aliyun',
  rclone: 'rclone',
  aws: 'AWS CLI',
};

export const toolName = (tool: CredentialsTool, lang: Language): string =>
  tool === 'environment' ? label('init-variables', lang) : names[tool];

/** A line about an account: its key's id shortened, and where it stands. */
export const describeAccount = ({ bucket, keyId, path, source, tool }: ToolAccount, lang: Language): string =>
  label('init-account', lang, { tool: toolName(tool, lang), keyId, bucket: bucket?.name, path: path ?? source });

/** What `init` sees before it asks, a line each. */
export function describeSetup({ accounts, generator, unusable }: Setup, lang: Language): string {
  return [
    generator === undefined ? label('init-no-generator', lang) : label('init-generator', lang, { generator }),
    ...accounts.map((account) => describeAccount(account, lang)),
    ...unusable.map(({ error, tool }) => {
      const { title, found, where } = describeError(error, lang);
      return [`${toolName(tool, lang)}: ${title}`, found, where].filter(Boolean).join(' · ');
    }),
  ].join('\n');
}
