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
  const written = new Map<string, number[]>();
  for (const { sources } of conversion.emitted) {
    for (const source of sources) {
      const [, file, line, name] = /^(.*):(\d+) (\S+ \S+)$/.exec(source) ?? [];
      if (file === undefined) continue;
      const key = `${file} ${name}`;
      written.set(key, [...(written.get(key) ?? []), Number(line)]);
    }
  }
  return (object, items) => {
    const [first] = items;
    const whole = items.find((item) => item.field === '' && item.annotation === undefined);
    const known = whole?.source.line ?? withheld.get(object);
    if (known !== undefined || first === undefined) return known;
    const name = object.namespace === undefined ? object.name : `${object.namespace}/${object.name}`;
    // Two objects of one name in one file: an object begins above its first item.
    const lines = written.get(`${first.source.file} ${object.kind} ${name}`) ?? [];
    const above = lines.filter((line) => line <= first.source.line);
    return above.length === 0 ? undefined : Math.max(...above);
  };
}
