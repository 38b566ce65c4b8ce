import { ImgferryError } from '../core/errors.js';
import type { Variables } from './environment.js';
import type { CdnSettings, HostSettings, StoreSettings } from './settings.js';

/** What a field is called when one of its variables is missing. */
interface Field {
  readonly path: string | undefined;
  readonly key: string;
}

/**
 * Puts variables' values into a store's credentials and headers; no other field is ever expanded. Done when a store is
 * opened, so that a store that isn't used needs no variables.
 *
 * @throws ImgferryError CREDENTIALS_MISSING {path, store, key, variable}: the variable is not set
 */
export function expandStore(
  name: string,
  store: StoreSettings,
  options: { readonly variables: Variables; readonly file?: string },
): StoreSettings {
  const field = (key: string): Field => ({ path: options.file, key: `stores.${name}.${key}` });
  const { credentials } = store;
  return {
    ...store,
    headers: expandAll(store.headers, field('headers'), options.variables),
    ...(credentials === undefined ? {} : { credentials: expand(credentials, field('credentials'), options.variables) }),
  };
}

/**
 * Puts variables' values into the CDN's credentials and headers.
 *
 * @throws ImgferryError CREDENTIALS_MISSING {path, key, variable}: the variable is not set
 */
export function expandCdn(
  cdn: CdnSettings,
  { variables, file }: { readonly variables: Variables; readonly file?: string },
): CdnSettings {
  const { credentials, headers } = cdn;
  const field = (key: string): Field => ({ path: file, key: `cdn.${key}` });
  return {
    ...cdn,
    headers: expandAll(headers, field('headers'), variables),
    ...(credentials === undefined ? {} : { credentials: expand(credentials, field('credentials'), variables) }),
  };
}

/**
 * Puts variables' values into hosts' headers.
 *
 * @throws ImgferryError CREDENTIALS_MISSING {path, key, variable}: the variable is not set
 */
export function expandHosts(
  hosts: Readonly<Record<string, HostSettings>>,
  options: { readonly variables: Variables; readonly file?: string },
): Readonly<Record<string, HostSettings>> {
  return Object.fromEntries(
    Object.entries(hosts).map(([name, host]) => {
      const field = { path: options.file, key: `hosts.${name}.headers` };
      return [name, { ...host, headers: expandAll(host.headers, field, options.variables) }];
    }),
  );
}

function expandAll(
  values: Readonly<Record<string, string>>,
  field: Field,
  variables: Variables,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(values).map(([name, text]) => [
      name,
      expand(text, { ...field, key: `${field.key}.${name}` }, variables),
    ]),
  );
}

function expand(text: string, field: Field, variables: Variables): string {
  return text.replace(/\$\{([A-Za-z_]\w*)\}/g, (_, variable: string) => {
    const value = variables[variable];
    if (value !== undefined && value !== '') return value;
    throw new ImgferryError('CREDENTIALS_MISSING', { path: field.path, key: field.key, variable, found: 'unset' });
  });
}
