import type { Manifest } from './object.js';
import { standInOf } from './stand-ins.js';

/** The way between the stand-ins of parameters without value and the references, `${NAME}`, that people write. */
export interface TemplateReferences {
  /** Plain data with each stand-in written as the reference that it stands for. */
  restored<T>(data: T): T;
  /** Plain data with each reference replaced by its stand-in, as the manifests have it. */
  replaced<T>(data: T): T;
}

/** Undefined where every parameter has a value, as for all input without Templates. */
export function referencesIn(manifests: readonly Manifest[]): TemplateReferences | undefined {
  const names = new Set<string>();
  for (const { unresolved } of manifests) for (const name of unresolved ?? []) names.add(name);
  if (names.size === 0) return undefined;
  const byStandIn = new Map([...names].map((name) => [standInOf(name), `\${${name}}`]));
  // Requests that differ in case only are among those that are replayed.
  const standIns = new RegExp([...byStandIn.keys()].join('|'), 'gi');
  return {
    restored: (data) =>
      mapTexts(data, (text) => text.replace(standIns, (word) => byStandIn.get(word.toLowerCase()) ?? word)),
    replaced: (data) =>
      mapTexts(data, (text) =>
        text.replace(/\$\{([a-zA-Z0-9_]+)\}/g, (written, name: string) =>
          names.has(name) ? standInOf(name) : written,
        ),
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
