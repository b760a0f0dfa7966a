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
  const named = words.find((word) => !word.startsWith('-'));
  const keys = named === 'explain' ? await explainable() : [];
  addFlags(root, program);
  for (const command of program.createHelp().visibleCommands(program)) {
    const known = root.command(command.name(), command.description());
    addFlags(known, command);
    for (const argument of command.registeredArguments) {
      const choices = argument.argChoices ?? (command.name() === 'explain' ? keys : []);
      known.argument(argument.name(), offering(choices), argument.variadic);
    }
  }
  const answer = printed(() => root.parse([...words]));
  return answer === `${NOTHING_ELSE}\n` && takesFile(program, named, words) ? `${FILES}\n` : answer;
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
function takesFile(program: Command, named: string | undefined, words: readonly string[]): boolean {
  const command = program.commands.find((one) => one.name() === named);
  if (command === undefined) return false;
  const [before = '', last = ''] = words.slice(-2);
  const flag = last.startsWith('--') && last.includes('=') ? last.slice(0, last.indexOf('=')) : before;
  const option = command.options.find(({ long, short }) => long === flag || short === flag);
  if (option !== undefined && takesValue(option)) return /<[^>]*\b(?:file|dir)\b/.test(option.flags);
  return !last.startsWith('-') && command.registeredArguments.some(isPath);
}

const isPath = (argument: Argument): boolean => argument.name() === 'path';

/** Every annotation, with and without its prefix, and every code of a finding. */
async function explainable(): Promise<readonly string[]> {
  const [{ MAPPINGS }, { catalogue }] = await Promise.all([
    import('../mappings/all.js'),
    import('../ledger/catalogue.js'),
  ]);
  const keys = MAPPINGS.flatMap((index) => index.keys);
  return [...new Set([...keys.map((key) => key.slice(key.lastIndexOf('/') + 1)), ...keys, ...Object.keys(catalogue)])];
}
