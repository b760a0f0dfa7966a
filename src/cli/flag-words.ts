import type { Command, Option } from 'commander';
import { shellWord } from '../reports/shell-word.js';

/** Each command has reports of its own. */
const OWN = '--report';

/**
 * The flags of a command line that another command understands too, as words for a shell: what somebody types to ask that
 * command about the same conversion.
 */
export function flagWords(command: Command, other: Command): string[] {
  const known = new Set(other.options.map((option) => option.long));
  return command.options.flatMap((option) => {
    const name = option.attributeName();
    if (option.long === OWN || !known.has(option.long) || command.getOptionValueSource(name) !== 'cli') return [];
    return wordsOf(option, command.opts<Readonly<Record<string, unknown>>>()[name]);
  });
}

function wordsOf(option: Option, value: unknown): string[] {
  const flag = option.long ?? option.flags;
  // Of a flag and its opposite (--x, --no-x), each is an option of its own.
  if (typeof value === 'boolean') return value === !option.negate ? [flag] : [];
  return (Array.isArray(value) ? value : [value]).flatMap((one: unknown) => [flag, shellWord(valueWord(one))]);
}

/** A value as it was typed, from what its parser made of it: `NAME=VALUE`, `NAMESPACE/NAME:PORT`, or a word. */
function valueWord(value: unknown): string {
  if (Array.isArray(value)) return value.join('=');
  if (typeof value !== 'object' || value === null) return String(value);
  const { namespace, name, port } = value as { namespace?: string; name?: string; port?: number };
  return `${namespace}/${name}${port === undefined ? '' : `:${port}`}`;
}
