import type { AnsweredStore, InitAnswers } from '../../app/init/init-answers.js';
import { pathBeside, type Setup } from '../../app/init/look-around.js';
import { storeOfAddress } from '../../app/init/store-of-address.js';
import type { Language } from '../../messages/catalogue.js';
import { label } from '../../messages/label.js';
import { askKeys, askStore, neededIn } from './ask-store.js';
import type { Asker } from './asker.js';

/** What the command line says already. */
export interface GivenAnswers {
  readonly posts: readonly string[];
  readonly to?: string;
  readonly publicUrl?: string;
  readonly credentials?: string;
  readonly site?: string;
  readonly allowHosts: readonly string[];
}

export interface AnswerOptions {
  readonly given: GivenAnswers;
  readonly setup: Setup;
  readonly cwd: string;
  readonly lang: Language;
  /** Undefined: what is suggested is the answer. */
  readonly asker: Asker | undefined;
}

/**
 * Everything that a configuration needs: from the command line, from the person, else as it is usual here. Unasked,
 * images go to a folder of the site: no bucket is chosen for anybody.
 *
 * @throws ImgferryError STORE_UNKNOWN, STORE_INVALID, STORE_HAS_SECRET
 * @throws Cancelled
 */
export async function askAnswers(options: AnswerOptions): Promise<InitAnswers> {
  const { given, setup } = options;
  const { allowHosts, site } = given;
  return {
    ...(setup.generator === undefined ? {} : { generator: setup.generator }),
    posts: await postsOf(options),
    ...(site === undefined ? {} : { site }),
    store: await storeOf(options),
    allowHosts,
  };
}

async function postsOf({ asker, cwd, given, lang, setup }: AnswerOptions): Promise<readonly string[]> {
  if (given.posts.length > 0) return given.posts.map((path) => pathBeside(setup.file, path, cwd));
  if (!asker) return setup.posts;
  const answer = await asker.text({
    question: label('init-ask-posts', lang),
    suggested: setup.posts.join(', '),
    check: neededIn(lang),
  });
  return answer
    .split(/[,，]/)
    .map((path) => path.trim())
    .filter((path) => path !== '');
}

async function storeOf(options: AnswerOptions): Promise<AnsweredStore> {
  const { asker, given, lang, setup } = options;
  const { publicUrl } = given;
  if (given.to !== undefined) {
    const store = storeOfAddress(given.to, setup.file, options.cwd);
    const credentials = given.credentials ?? (asker && (await keysFor(store, { asker, lang, setup })));
    return {
      ...store,
      ...(publicUrl === undefined ? {} : { publicUrl }),
      ...(credentials === undefined ? {} : { credentials }),
    };
  }
  const usual = { url: `file:${setup.images.dir}`, publicUrl: setup.images.publicUrl };
  const store = asker ? await askStore({ asker, lang, setup }) : usual;
  return publicUrl === undefined ? store : { ...store, publicUrl };
}

async function keysFor(
  { url }: AnsweredStore,
  questions: { readonly asker: Asker; readonly lang: Language; readonly setup: Setup },
): Promise<string | undefined> {
  const kind = /^(oss|s3):/.exec(url)?.[1];
  return kind === 'oss' || kind === 's3' ? askKeys(kind, questions) : undefined;
}
