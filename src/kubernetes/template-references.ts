import type { Manifest } from './object.js';
import { STAND_IN, standInOf } from './stand-ins.js';

/** The way between the words for parameters without value and the references, `${NAME}`, that people write. */
export interface TemplateReferences {
  /** Plain data with each word written as the reference that it stands for. */
  restored<T>(data: T): T;
  /** Plain data with each reference replaced by its word, as the manifests have it. */
  replaced<T>(data: T): T;
}

/** How parameters are represented. */
export interface Wording {
  /** The word for a parameter, given its name and its number in the order of the names. */
  wordOf(name: string, index: number): string;
  /** What looks like such a word. */
  readonly pattern: RegExp;
}

const STAND_INS: Wording = { wordOf: standInOf, pattern: STAND_IN };

/** Undefined where every parameter has a value, as for all input without Templates. */
export function referencesIn(
  manifests: readonly Manifest[],
  { wordOf, pattern }: Wording = STAND_INS,
): TemplateReferences | undefined {
  const names = new Set<string>();
  for (const { unresolved } of manifests) for (const name of unresolved ?? []) names.add(name);
  if (names.size === 0) return undefined;
  const words = new Map([...names].sort().map((name, index) => [name, wordOf(name, index)]));
  const references = new Map([...words].map(([name, word]) => [word, `\${${name}}`]));
  // Requests that differ in case only are among those that are replayed.
  const anyCase = new RegExp(pattern.source, 'gi');
  // A word that is none may have one behind its beginning.
  const restore = (text: string): string =>
    text.replace(anyCase, (word) => references.get(word.toLowerCase()) ?? word.charAt(0) + restore(word.slice(1)));
  return {
    restored: (data) => mapTexts(data, restore),
    replaced: (data) =>
      mapTexts(data, (text) =>
        text.replace(/\$\{([a-zA-Z0-9_]+)\}/g, (written, name: string) => words.get(name) ?? written),
      ),
  };
}

/** A copy of plain data with every text in it changed, keys of mappings included. */
function mapTexts<T>(data: T, change: (text: string) => string): T {
  const visit = (value: unknown): unknown => {
    if (typeof value === 'string') return change(value);
    if (Array.isArray(value)) return value.map(visit);
    if (value instanceof Map) return new Map([...value].map(([key, inner]) => [visit(key), visit(inner)]));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [change(key), visit(inner)]));
  };
  return visit(data) as T;
}
