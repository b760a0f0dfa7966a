import type { AnnotationEntry } from './mapping.js';
import type { CheckedValue } from './value.js';

/** How the value of an entry is checked. */
export type Check = (entry: AnnotationEntry, value: string) => CheckedValue;

/** Real inputs repeat a few values in thousands of objects; hostile ones must not fill the memory. */
const MOST_REMEMBERED = 10_000;
const LONGEST_REMEMBERED = 200;

/** A check that answers at once, and with the same object, for a value that it has seen. It belongs to one run. */
export function rememberedCheck(check: Check): Check {
  const answers = new Map<AnnotationEntry, Map<string, CheckedValue>>();
  let remembered = 0;
  return (entry, value) => {
    let ofEntry = answers.get(entry);
    const known = ofEntry?.get(value);
    if (known !== undefined) return known;
    const checked = check(entry, value);
    if (remembered >= MOST_REMEMBERED || value.length > LONGEST_REMEMBERED) return checked;
    remembered++;
    if (ofEntry === undefined) {
      ofEntry = new Map();
      answers.set(entry, ofEntry);
    }
    ofEntry.set(value, checked);
    return checked;
  };
}
