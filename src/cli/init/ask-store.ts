import type { AnsweredStore } from '../../app/init/init-answers.js';
import type { Setup } from '../../app/init/look-around.js';
import type { BucketOfAccount, ToolAccount } from '../../core/tool-account.js';
import type { Language } from '../../messages/catalogue.js';
import { label } from '../../messages/label.js';
import type { Asker } from './asker.js';
import { describeAccount, toolName } from './describe-setup.js';

export interface StoreQuestions {
  readonly setup: Setup;
  readonly asker: Asker;
  readonly lang: Language;
}

type Ask = () => Promise<AnsweredStore>;

/** Asks where images go: what other tools know of a bucket is there already. */
export async function askStore(questions: StoreQuestions): Promise<AnsweredStore> {
  const { asker, lang, setup } = questions;
  const named = setup.accounts.filter(({ bucket }) => bucket?.name !== undefined);
  const others = setup.accounts.filter(({ bucket }) => bucket?.name === undefined);
  const { dir } = setup.images;
  const choices: readonly { readonly says: string; readonly hint?: string; readonly ask: Ask }[] = [
    ...named.map((account) => accountChoice(account, questions)),
    { says: label('init-store-folder', lang, { dir }), ask: () => askFolder(questions) },
    ...others.map((account) => accountChoice(account, questions)),
    { says: label('init-store-oss', lang), ask: () => askBucket('oss', {}, questions) },
    { says: label('init-store-s3', lang), ask: () => askBucket('s3', {}, questions) },
  ];
  const chosen = choices[await asker.select({ question: label('init-ask-store', lang), choices })];
  if (!chosen) throw new Error('one of the choices is chosen');
  return chosen.ask();
}

function accountChoice(account: ToolAccount, questions: StoreQuestions) {
  const { lang } = questions;
  const { bucket = {}, provider, source } = account;
  const facts = { tool: toolName(account.tool, lang), source, bucket: bucket.name };
  return {
    says: label(bucket.name === undefined ? 'init-store-account' : 'init-store-account-bucket', lang, facts),
    hint: describeAccount(account, lang),
    ask: async () => ({ ...(await askBucket(provider, bucket, questions)), credentials: source }),
  };
}

async function askFolder({ asker, lang, setup }: StoreQuestions): Promise<AnsweredStore> {
  const { dir, publicUrl } = setup.images;
  const needed = neededIn(lang);
  const folder = await asker.text({ question: label('init-ask-folder', lang), suggested: dir, check: needed });
  const address = await asker.text({
    question: label('init-ask-folder-url', lang),
    suggested: publicUrl,
    check: needed,
  });
  return { url: `file:${folder}`, publicUrl: address };
}

async function askBucket(
  kind: 'oss' | 's3',
  known: BucketOfAccount,
  { asker, lang }: StoreQuestions,
): Promise<AnsweredStore> {
  const needed = neededIn(lang);
  const ask = (id: AskId, suggested = '', check: Check = () => undefined, example?: string): Promise<string> =>
    asker.text({ question: label(id, lang), suggested, check, ...(example === undefined ? {} : { example }) });
  const typed = known.name ?? (await ask('init-ask-bucket', '', needed));
  const [name = '', below = ''] = typed.replace(/^(?:oss|s3):\/\//, '').split(/\/+(.*)/s); // typed as a store is named
  const endpoint =
    kind === 's3' ? (known.endpoint ?? (await ask('init-ask-endpoint', '', addressIn(lang)))) : known.endpoint;
  const isRegionKnown = known.region !== undefined && known.name !== undefined;
  const region = isRegionKnown
    ? known.region
    : await ask(
        'init-ask-region',
        known.region,
        endpoint ? undefined : needed,
        kind === 'oss' ? 'cn-hangzhou' : 'us-east-1',
      );
  const prefix = await ask('init-ask-prefix', known.prefix ?? below, undefined, 'blog');
  const publicUrl = await ask('init-ask-bucket-url', known.publicUrl, addressIn(lang), 'https://img.example.com/');
  return {
    url: `${kind}://${name}/${prefix.replace(/^\/+|\/+$/g, '')}`,
    ...(region ? { region } : {}),
    ...(endpoint ? { endpoint } : {}),
    ...(known.isPathStyle ? { pathStyle: true } : {}),
    ...(publicUrl ? { publicUrl } : {}),
  };
}

type AskId = 'init-ask-bucket' | 'init-ask-region' | 'init-ask-endpoint' | 'init-ask-prefix' | 'init-ask-bucket-url';

type Check = (answer: string) => string | undefined;

export const neededIn =
  (lang: Language): Check =>
  (answer) =>
    answer === '' ? label('init-needed', lang) : undefined;

const addressIn =
  (lang: Language): Check =>
  (answer) =>
    answer === '' || /^https?:\/\/[^/]/.test(answer) ? undefined : label('init-not-an-address', lang);

/** Whose keys a bucket that was named on the command line is opened with; undefined: the usual ones. */
export async function askKeys(
  provider: 'oss' | 's3',
  { asker, lang, setup }: StoreQuestions,
): Promise<string | undefined> {
  const accounts = setup.accounts.filter((account) => account.provider === provider);
  if (accounts.length === 0) return undefined;
  const choices = [
    ...accounts.map((account) => ({ says: account.source, hint: describeAccount(account, lang) })),
    { says: label('init-keys-usual', lang) },
  ];
  return accounts[await asker.select({ question: label('init-ask-keys', lang), choices })]?.source;
}
