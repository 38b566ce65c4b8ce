import type { Command } from 'commander';

/** A command as completion sees it. */
export interface CommandWords {
  /** Its name after those of the commands above it; empty for the program itself. */
  readonly path: readonly string[];
  readonly commands: readonly Word[];
  readonly options: readonly Word[];
}

export interface Word {
  readonly text: string;
  readonly meaning: string;
}

/** The program and all its commands. */
export function wordsOf(command: Command, path: readonly string[] = []): readonly CommandWords[] {
  const help = command.createHelp();
  const commands = help.visibleCommands(command).filter((one) => path.length === 0 || one.name() !== 'help');
  const words = {
    path,
    commands: commands.map((one) => ({ text: one.name(), meaning: one.description() })),
    options: help.visibleOptions(command).map((one) => ({ text: one.long ?? one.flags, meaning: one.description })),
  };
  return [words, ...command.commands.flatMap((one) => wordsOf(one, [...path, one.name()]))];
}

/** Scripts by shell; a further shell is a function and a line here. */
export const completionScripts = {
  bash: bashScript,
  zsh: zshScript,
  fish: fishScript,
} as const satisfies Record<string, (words: readonly CommandWords[]) => string>;

/** In single quotes, as all three shells read them but for the quote itself. */
const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

/** A command by the words that name it, each after a space. */
const placeOf = ({ path }: CommandWords): string => quoted(path.map((name) => ` ${name}`).join(''));

/** What leads the shell from the words before the cursor to the command that they name. */
const knownPlaces = (words: readonly CommandWords[]): string =>
  words
    .filter(({ path }) => path.length > 0)
    .map(placeOf)
    .join('|');

/** Within a loop over the words before the cursor: the command that they name, then what belongs to it. */
const choice = (words: readonly CommandWords[], cases: readonly string[]): string => `    case "$place $word" in
      ${knownPlaces(words)}) place="$place $word" ;;
    esac
  done
  case "$place" in
${cases.join('\n')}
  esac`;

function bashScript(words: readonly CommandWords[]): string {
  const list = (some: readonly Word[]): string => quoted(some.map(({ text }) => text).join(' '));
  const cases = words.map(
    (one) => `    ${placeOf(one)}) commands=${list(one.commands)} options=${list(one.options)} ;;`,
  );
  return `# bash completion for imgferry: eval "$(imgferry completion bash)"
_imgferry() {
  local current="$2" place= commands= options= word
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
${choice(words, cases)}
  case "$current" in
    -*) COMPREPLY=($(compgen -W "$options" -- "$current")) ;;
    *) COMPREPLY=($(compgen -W "$commands" -- "$current")) ;;
  esac
}
complete -o default -F _imgferry imgferry
`;
}

function zshScript(words: readonly CommandWords[]): string {
  const list = (some: readonly Word[]): string =>
    some.map(({ meaning, text }) => quoted(`${text.replaceAll(':', '\\:')}:${meaning}`)).join(' ');
  const cases = words.map(
    (one) => `    ${placeOf(one)}) commands=(${list(one.commands)}) options=(${list(one.options)}) ;;`,
  );
  return `#compdef imgferry
# zsh completion for imgferry: eval "$(imgferry completion zsh)"
_imgferry() {
  local -a commands options
  local place= word
  for word in "\${(@)words[2,CURRENT-1]}"; do
${choice(words, cases)}
  if [[ "$words[CURRENT]" == -* ]]; then _describe -o option options
  elif (( $#commands )); then _describe command commands
  else _files
  fi
}
compdef _imgferry imgferry
`;
}

function fishScript(words: readonly CommandWords[]): string {
  const lines = words.flatMap((one) => {
    const seen = one.path.map((name) => `__fish_seen_subcommand_from ${name}`);
    const deeper = one.commands.map(({ text }) => text).join(' ');
    const isHere = [...seen, ...(deeper === '' ? [] : [`not __fish_seen_subcommand_from ${deeper}`])].join('; and ');
    const condition = isHere === '' ? '' : ` -n ${quoted(isHere)}`;
    return [
      ...one.commands.map(({ meaning, text }) => `complete -c imgferry${condition} -f -a ${text} -d ${fish(meaning)}`),
      ...one.options.map(
        ({ meaning, text }) => `complete -c imgferry${condition} -l ${text.replace(/^-+/, '')} -d ${fish(meaning)}`,
      ),
    ];
  });
  return ['# fish completion for imgferry: imgferry completion fish | source', ...lines, ''].join('\n');
}

/** Within single quotes fish reads a backslash before a quote or a backslash. */
const fish = (text: string): string => `'${text.replace(/['\\]/g, '\\$&')}'`;
