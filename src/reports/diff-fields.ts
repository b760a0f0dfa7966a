import type { FieldChange } from '../differences/field-changes.js';
import { entryText, itemText } from '../writing/yaml-text.js';

/** A line of a change, as in a unified diff. */
export interface SignedLine {
  readonly sign: '+' | '-' | '@';
  readonly text: string;
}

/** Lines of one value; longer ones are cut, and say by how much. */
const MOST_LINES = 40;
const LONGEST_LINE = 300;

/** A changed field as lines: its path, then what goes and what comes, as YAML. */
export function fieldLines({ path, about, change, before, after }: FieldChange): SignedLine[] {
  const place = about === undefined ? path : `${path} (${about})`;
  const head: SignedLine = { sign: '@', text: change === 'reordered' ? `${place}: another order` : place };
  return [head, ...signed('-', before), ...signed('+', after)];
}

/** A whole object as lines of one sign. */
export function objectLines(sign: '+' | '-', object: unknown): SignedLine[] {
  return signed(sign, object);
}

function signed(sign: '+' | '-', value: unknown): SignedLine[] {
  if (value === null || value === undefined) return [];
  const lines = yamlLines(value);
  const shown = lines.length > MOST_LINES + 1 ? lines.slice(0, MOST_LINES) : lines;
  const more = lines.length - shown.length;
  const cut = shown.map((text) => (text.length > LONGEST_LINE ? `${text.slice(0, LONGEST_LINE - 1)}…` : text));
  return [...cut, ...(more === 0 ? [] : [`… ${more} more lines`])].map((text) => ({ sign, text }));
}

function yamlLines(value: unknown): string[] {
  const isMapping = typeof value === 'object' && value !== null && !Array.isArray(value);
  const text = isMapping
    ? Object.entries(value)
        .map(([key, inner]) => (inner === undefined ? '' : entryText(key, inner, '')))
        .join('')
    : Array.isArray(value)
      ? value.map((entry) => itemText(entry, '')).join('')
      : itemText(value, '').slice('- '.length);
  return text.replace(/\n$/, '').split('\n');
}
