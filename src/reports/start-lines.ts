import type { Conversion } from '../conversion.js';
import type { ObjectRef } from '../kubernetes/object.js';
import type { Item } from '../ledger/verdict.js';

/**
 * Answers where an object begins, or undefined where nothing in the conversion says so. An item stands at its own line,
 * often deep in the object; the object's line is told by what was said about the object as a whole, by its withheld
 * rules, and by the sources of the emitted objects (`file:line Kind namespace/name`).
 */
export function startLines(conversion: Conversion): (object: ObjectRef, items: readonly Item[]) => number | undefined {
  const withheld = new Map<ObjectRef, number>();
  for (const { object, source } of conversion.withheld) withheld.set(object, source.line);
  const written = new Map<string, Set<number>>();
  for (const source of new Set(conversion.emitted.flatMap(({ sources }) => sources))) {
    const [, file, line, kind, namespace, name] = /^(.*):(\d+) (\S+) (?:([^\s/]+)\/)?(\S+)$/.exec(source) ?? [];
    // Sources carry the namespace that the run settled on; an object whose manifest has none is known by its name alone.
    for (const key of [`${file} ${kind} ${namespace}/${name}`, `${file} ${kind} ${name}`]) {
      const lines = written.get(key);
      if (lines === undefined) written.set(key, new Set([Number(line)]));
      else lines.add(Number(line));
    }
  }
  return (object, items) => {
    const [first] = items;
    const whole = items.find((item) => item.field === '' && item.annotation === undefined);
    const known = whole?.source.line ?? withheld.get(object);
    if (known !== undefined || first === undefined) return known;
    const name = object.namespace === undefined ? object.name : `${object.namespace}/${object.name}`;
    // Two objects of one name in one file: an object begins above its first item.
    const lines = [...(written.get(`${first.source.file} ${object.kind} ${name}`) ?? [])];
    const above = lines.filter((line) => line <= first.source.line);
    return above.length === 0 ? undefined : Math.max(...above);
  };
}
