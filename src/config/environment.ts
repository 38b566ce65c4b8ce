import { homedir } from 'node:os';

/** Variables as the process has them; the values may be secret and are never printed. */
export type Variables = Readonly<Record<string, string | undefined>>;

export type Language = 'en' | 'zh';

/** What the process's surroundings say. Everything else takes it as a parameter. */
export interface Environment {
  readonly variables: Variables;
  readonly home: string;
  readonly language: Language;
  /** `NO_COLOR` (no-color.org) wins over `FORCE_COLOR`; undefined: the terminal decides. */
  readonly color: boolean | undefined;
  /** `TERM=dumb`: no redrawing, and colours only where `FORCE_COLOR` asks for them. */
  readonly isDumbTerminal: boolean;
  readonly isCi: boolean;
  readonly proxies: Proxies;
  /** Branch that a pull request on GitHub is to be merged into. */
  readonly pullRequestBase: string | undefined;
}

export interface Proxies {
  readonly http?: string;
  readonly https?: string;
  /** Hosts asked without a proxy, as `NO_PROXY` lists them. */
  readonly none?: string;
}

/** Reads the process's surroundings: the only place that does. */
export function readEnvironment(): Environment {
  return interpretEnvironment(process.env, homedir());
}

/** What some variables mean. */
export function interpretEnvironment(variables: Variables, home: string): Environment {
  return {
    variables,
    home,
    language: languageOf(variables),
    color: colorOf(variables),
    isDumbTerminal: variables.TERM === 'dumb',
    isCi: isSet(variables.CI) && variables.CI !== 'false',
    proxies: proxiesOf(variables),
    pullRequestBase: isSet(variables.GITHUB_BASE_REF) ? variables.GITHUB_BASE_REF : undefined,
  };
}

/** POSIX, "Internationalization Variables": LC_ALL, then the category's own, then LANG; the first that is not empty. */
function languageOf(variables: Variables): Language {
  const locale = [variables.LC_ALL, variables.LC_MESSAGES, variables.LANG].find(isSet);
  return /^zh(?:[_.@-]|$)/i.test(locale ?? '') ? 'zh' : 'en';
}

function colorOf(variables: Variables): boolean | undefined {
  if (isSet(variables.NO_COLOR)) return false;
  if (!isSet(variables.FORCE_COLOR)) return undefined;
  return variables.FORCE_COLOR !== '0' && variables.FORCE_COLOR !== 'false';
}

/** curl's convention: lower case wins, and `HTTP_PROXY` in capitals counts too outside CGI. */
function proxiesOf(variables: Variables): Proxies {
  const pick = (name: string): string | undefined => [variables[name], variables[name.toUpperCase()]].find(isSet);
  const [all, http, https, none] = [pick('all_proxy'), pick('http_proxy'), pick('https_proxy'), pick('no_proxy')];
  const forHttp = http ?? all;
  const forHttps = https ?? all;
  return {
    ...(forHttp === undefined ? {} : { http: forHttp }),
    ...(forHttps === undefined ? {} : { https: forHttps }),
    ...(none === undefined ? {} : { none }),
  };
}

function isSet(value: string | undefined): value is string {
  return value !== undefined && value !== '';
}
