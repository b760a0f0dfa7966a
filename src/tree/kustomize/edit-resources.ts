import { isScalar, type YAMLSeq } from 'yaml';
import { afterLine } from '../source-documents.js';
import type { Edit } from '../splice.js';
import type { Entry, Kustomization } from './kustomization.js';

/** Words that YAML takes for nothing else than a path. */
const PLAIN = /^[A-Za-z0-9_./][A-Za-z0-9_./+=~-]*[A-Za-z0-9_/+=~-]$/;

/**
 * Adds paths to a list, behind an entry of it; undefined where the text gives no place to add them.
 *
 * @param isGone whether the entry itself goes; within brackets, the paths then take its place
 */
export function addBehind(
  one: Kustomization,
  behind: Entry,
  added: readonly string[],
  isGone: boolean,
): Edit | undefined {
  const { text } = one;
  const { node, list } = behind;
  const [from, to] = node.range ?? [];
  if (from === undefined || to === undefined) return undefined;
  const words = added.map((path) => (PLAIN.test(path) ? path : JSON.stringify(path)));
  if (list.flow === true && isGone) return { from, to, text: words.join(', ') };
  if (list.flow === true) return { from: to, to, text: words.map((word) => `, ${word}`).join('') };
  const lineStart = text.lastIndexOf('\n', from - 1) + 1;
  const head = text.slice(lineStart, from);
  // An entry that does not follow its dash is nothing to take the indentation from.
  if (!isDash(head)) return undefined;
  const at = afterLine(text, to);
  const isComplete = text[at - 1] === '\n';
  const lineBreak = text[text.indexOf('\n') - 1] === '\r' ? '\r\n' : '\n';
  const lines = words.map((word) => `${head}${word}`);
  if (isComplete) return { from: at, to: at, text: lines.map((line) => line + lineBreak).join('') };
  return { from: at, to: at, text: lines.map((line) => lineBreak + line).join('') };
}

/** Takes an entry out of a list; undefined where more than the entry would go. */
export function without(one: Kustomization, { node, list }: Entry): Edit | undefined {
  const { text } = one;
  const [from, to] = node.range ?? [];
  if (from === undefined || to === undefined) return undefined;
  if (list.flow === true) return withoutInFlow(text, list, from, to);
  const lineStart = text.lastIndexOf('\n', from - 1) + 1;
  if (!isDash(text.slice(lineStart, from))) return undefined;
  const lineEnd = afterLine(text, to);
  if (!/^[ \t]*(?:#.*)?\s*$/.test(text.slice(to, lineEnd))) return undefined;
  return { from: lineStart, to: lineEnd, text: '' };
}

function isDash(text: string): boolean {
  return /^[ \t]*-[ \t]+$/.test(text);
}

function withoutInFlow(text: string, list: YAMLSeq, from: number, to: number): Edit | undefined {
  const index = list.items.findIndex((item) => isScalar(item) && item.range?.[0] === from);
  const next = list.items[index + 1];
  const previous = list.items[index - 1];
  const end = isScalar(next) ? next.range?.[0] : undefined;
  if (end !== undefined) return text.slice(to, end).includes('#') ? undefined : { from, to: end, text: '' };
  const start = isScalar(previous) ? previous.range?.[1] : undefined;
  if (start !== undefined) return text.slice(start, from).includes('#') ? undefined : { from: start, to, text: '' };
  return list.items.length === 1 ? { from, to, text: '' } : undefined;
}
