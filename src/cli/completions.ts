import { type Complete, RootCommand } from '@bomb.sh/tab';
import type { Argument, Command, Option } from 'commander';
import { ADDITIONS } from '../options.js';
import { printed } from './printed.js';
import { REPORT_FORMATS } from './report-flags.js';

/** Directives of the protocol between program and script: offer files, or nothing beside what is listed. */
const FILES = ':0';
const NOTHING_ELSE = ':4';

/** Values of flags whose parser commander does not show. */
const VALUES: Readonly<Record<string, readonly string[]>> = { report: REPORT_FORMATS, add: ADDITIONS };

/** The answer to the words of a command line: a line for each suggestion, and what to do beside. */
export async function completions(program: Command, words: readonly string[]): Promise<string> {
  const root = new RootCommand();
  const command = commandOf(program, words);
  const keys = command.name() === 'explain' ? await explainable() : [];
  addFlags(root, program);
  addCommands(root, program, '', keys);
  const answer = printed(() => root.parse([...words]));
  return answer === `${NOTHING_ELSE}\n` && takesFile(command, words) ? `${FILES}\n` : answer;
}

/** The command that the words name, as deep as they go. */
function commandOf(program: Command, words: readonly string[]): Command {
  let command = program;
  for (const word of words.slice(0, -1)) {
    command = command.commands.find((one) => one.name() === word) ?? command;
  }
  return command;
}

/** The commands below one; `keys` are what explain can be asked. */
function addCommands(root: RootCommand, above: Command, prefix: string, keys: readonly string[]): void {
  for (const command of above.createHelp().visibleCommands(above)) {
    const name = `${prefix}${command.name()}`;
    const known = root.command(name, command.description());
    addFlags(known, command);
    for (const argument of command.registeredArguments) {
      const choices = argument.argChoices ?? (name === 'explain' ? keys : []);
      known.argument(argument.name(), offering(choices), argument.variadic);
    }
    addCommands(root, command, `${name} `, keys);
  }
}

function addFlags(to: ReturnType<RootCommand['command']>, command: Command): void {
  for (const option of command.createHelp().visibleOptions(command)) {
    const name = option.long?.slice(2);
    if (name === undefined) continue;
    const short = option.short?.slice(1);
    if (takesValue(option))
      to.option(name, option.description, offering(option.argChoices ?? VALUES[name] ?? []), short);
    else if (short === undefined) to.option(name, option.description);
    else to.option(name, option.description, short);
  }
}

const takesValue = (option: Option): boolean => option.required || option.optional;

function offering(values: readonly string[]): (complete: Complete) => void {
  return (complete) => {
    for (const value of values) complete(value, '');
  };
}

/** Whether the word that is being written may be a file or a directory. */
function takesFile(command: Command, words: readonly string[]): boolean {
  const [before = '', last = ''] = words.slice(-2);
  const flag = last.startsWith('--') && last.includes('=') ? last.slice(0, last.indexOf('=')) : before;
  const option = command.options.find(({ long, short }) => long === flag || short === flag);
  if (option !== undefined && takesValue(option)) return /<[^>]*\b(?:file|dir)\b/.test(option.flags);
  return !last.startsWith('-') && command.registeredArguments.some(isPath);
}

const isPath = (argument: Argument): boolean => /^(?:path|file|dir)$/.test(argument.name());

/** Every annotation, with and without its prefix, and every code of a finding. */
async function explainable(): Promise<readonly string[]> {
  const [{ MAPPINGS }, { catalogue }] = await Promise.all([
    import('../mappings/all.js'),
    import('../ledger/catalogue.js'),
  ]);
  const keys = MAPPINGS.flatMap((index) => index.keys);
  return [...new Set([...keys.map((key) => key.slice(key.lastIndexOf('/') + 1)), ...keys, ...Object.keys(catalogue)])];
}
