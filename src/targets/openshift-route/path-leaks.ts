import type { ItemId } from '../../model/traced.js';
import type { Blocker } from '../blocker.js';
import type { Cells } from './path-cells.js';
import { isOpen, type Standing } from './standing.js';

/**
 * In regex mode the source compares without regard to case and up to no boundary: a guarded `/admin` also guards `/ADMIN` and
 * `/administrator`. A Route takes none of these, so that they would fall to a broader Route of the host; unless that has the
 * same guard, it is held back.
 */
export function holdBackBroader(standings: readonly Standing[], cells: Cells): void {
  for (const guarded of standings) {
    if (guarded.guard === '' || !takesOtherSpellings(guarded)) continue;
    for (const broader of broaderThan(guarded, cells)) {
      if (broader === guarded || broader.guard === guarded.guard || !isOpen(broader)) continue;
      broader.holding.push(leak(broader, guarded, spellings(guarded)));
    }
  }
}

/**
 * A path that is one Route with those of another rule cannot keep a guard of its own.
 *
 * @returns whether the other rule is held back; false when its loss was accepted
 */
export function holdBackBeside(guarded: Standing, open: Standing, path: string): boolean {
  const blocker = leak(open, guarded, path);
  if (open.accepted.some(({ code, what }) => code === blocker.code && what === blocker.what)) return false;
  open.holding.push(blocker);
  return true;
}

function leak(open: Standing, guarded: Standing, paths: string): Blocker {
  return {
    code: 'RS2165',
    items: routeItems(open),
    details: [],
    verdict: 'unsupported',
    what: `that ${paths} ${guarded.reader.rule.label === open.reader.rule.label ? 'is' : 'belongs to'} ${placeOf(guarded, open)}, which guards it: a Route of this path would take it without the guard`,
    next: 'Guard both in the same way, or write the paths so that no Route takes more than its own.',
    acceptable: true,
  };
}

function routeItems({ reader }: Standing): readonly ItemId[] {
  return reader.rule.from;
}

function takesOtherSpellings({ reader }: Standing): boolean {
  if (reader.rule.path.kind !== 'regex' || reader.literal === '') return false;
  return (
    reader.shape?.groups.beside !== undefined ||
    reader.shape?.looseDot === true ||
    (!reader.cased && hasLetters(reader.literal))
  );
}

function spellings({ reader }: Standing): string {
  const { literal } = reader;
  const upper = literal.toUpperCase();
  if (reader.shape?.groups.beside !== undefined) return `${literal}x`;
  return upper === literal ? literal.toLowerCase() : upper;
}

function hasLetters(text: string): boolean {
  return text.toLowerCase() !== text.toUpperCase();
}

/** The rules that take what lies below a directory above the literal. */
function broaderThan({ reader }: Standing, cells: Cells): Set<Standing> {
  const found = new Set<Standing>();
  for (let slash = reader.literal.lastIndexOf('/'); slash >= 0; slash = reader.literal.lastIndexOf('/', slash - 1)) {
    const below = cells.get(reader.literal.slice(0, slash))?.below;
    if (below !== undefined) found.add(below.standing);
    if (slash === 0) break;
  }
  return found;
}

function placeOf({ reader }: Standing, seenFrom: Standing): string {
  const { rule } = reader;
  const { kind, namespace, name } = rule.owner.ref;
  if (rule.owner === seenFrom.reader.rule.owner) return rule.label;
  return `${kind} ${namespace === undefined ? name : `${namespace}/${name}`} ${rule.label}`;
}
