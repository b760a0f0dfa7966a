import { holdsStandIn } from '../kubernetes/stand-ins.js';
import type { Ledger } from '../ledger/ledger.js';
import { OWN_PREFIX } from '../ledger/own-annotations.js';
import { keyOwners, titleOf } from '../mappings/key-owners.js';
import type { CarriedAnnotation } from '../model/carried-annotation.js';
import type { ItemId } from '../model/traced.js';
import type { Fate, Neighbour } from '../neighbours/neighbour.js';
import { neighbourOf } from '../neighbours/table.js';
import { ISSUERS } from '../neighbours/tools/cert-manager.js';
import { isWanted } from '../neighbours/wanted-keys.js';
import { isValidKey, unwritable } from '../neighbours/written-key.js';
import type { ConvertOptions } from '../options.js';

/** An annotation that was read, with its item. */
export interface ReadAnnotation {
  readonly key: string;
  readonly value: string;
  readonly item: ItemId;
}

/** Who reads the object: the controller by the name that its mapping gives it, what messages call it, and why it is the one. */
export interface Reader {
  readonly controller: string;
  readonly name: string;
  readonly serves: string;
}

/** What decides which annotations the new objects get. */
export type CarryOptions = Pick<ConvertOptions, 'to' | 'keepAnnotations'>;

/**
 * Says what an annotation that the controller does not read means for the move, and answers what the new objects get of it.
 * Of what they get, the target says where it stands.
 */
export function takeForeignAnnotation(
  annotation: ReadAnnotation,
  { controller, name, serves }: Reader,
  options: CarryOptions,
  ledger: Ledger,
): CarriedAnnotation[] {
  const { key, item } = annotation;
  const owners = keyOwners(key);
  const neighbour = neighbourOf(key);
  const wanted = takeWanted(annotation, options, ledger);
  if (wanted.length > 0) ledger.sayOtherwise(item, { verdict: 'manual', code: 'RS2449', message: NOTHING.kept });
  if (owners.length > 0 && !owners.includes(controller)) {
    sayKeyOfOther(ledger, item, owners, serves);
    return wanted;
  }
  if (neighbour !== undefined) return takeNeighbour(annotation, neighbour, wanted, options, ledger);
  if (wanted.length > 0) return wanted;
  if (!ledger.isSilent(item)) return [];
  ledger.say(item, {
    verdict: 'manual',
    code: 'RS0303',
    message: `not an annotation of ${name}; it is not carried over`,
    next: 'If the tool that reads it looks at the new objects, pass --keep-annotation with its key.',
  });
  return [];
}

/** What somebody asked to keep of an annotation, whoever reads it. */
export function takeWanted(
  { key, value, item }: ReadAnnotation,
  { to, keepAnnotations }: CarryOptions,
  ledger: Ledger,
): CarriedAnnotation[] {
  if (key.startsWith(OWN_PREFIX) || !isWanted(key, keepAnnotations)) return [];
  const fate = neighbourOf(key)?.to[to];
  const why = fate?.is === 'dropped' ? fate.why : holdsStandIn(key) ? 'its key is not known yet' : unwritable(key, to);
  if (why !== undefined) {
    const message = `not copied although --keep-annotation names it: ${why}`;
    ledger.say(item, { verdict: 'redundant', code: 'RS2448', message });
    return [];
  }
  return [{ key, value, item, place: 'routes' }];
}

function takeNeighbour(
  { key, value, item }: ReadAnnotation,
  { tool, to }: Neighbour,
  wanted: readonly CarriedAnnotation[],
  options: CarryOptions,
  ledger: Ledger,
): CarriedAnnotation[] {
  const fate = to[options.to];
  if (!isValidKey(key)) {
    const message = `an annotation of ${tool}; an API server takes no such key`;
    ledger.say(item, { verdict: 'invalid', code: 'RS2446', message, next: 'Correct the key.' });
    return [];
  }
  if (fate.is === 'kept' || fate.is === 'moved') {
    ledger.sayOtherwise(item, {
      verdict: 'manual',
      code: 'RS2449',
      message: `an annotation of ${tool}; ${NOTHING[fate.is]}`,
    });
    const starts = ISSUERS.includes(key) ? ({ starts: true } as const) : {};
    const { why, next } = fate;
    if (fate.is === 'moved') return [{ key, value, item, place: fate.about, why, next, ...starts }, ...wanted];
    const renamed = fate.as === undefined ? { key } : { key: fate.as, isRenamed: true as const };
    return [{ ...renamed, value, item, place: fate.once === true ? 'one-route' : 'routes', why, next }];
  }
  // Whoever asks to keep it knows who reads it there.
  if (wanted.length === 0 || (fate.is === 'told' && fate.isUrgent === true)) sayNotCarried(item, tool, fate, ledger);
  return [...wanted];
}

const NOTHING = {
  kept: 'nothing is written that could have it: no route is made of this object alone',
  moved: 'nothing is written that could have it: none of its hosts has a listener of this kind',
} as const;

function sayNotCarried(
  item: ItemId,
  tool: string,
  fate: Exclude<Fate, { readonly is: 'kept' | 'moved' }>,
  ledger: Ledger,
): void {
  switch (fate.is) {
    case 'dropped':
      ledger.say(item, { verdict: 'redundant', code: 'RS2444', message: `not carried over: ${fate.why}` });
      return;
    case 'idle':
      ledger.say(item, { verdict: 'redundant', code: 'RS2446', message: `an annotation of ${tool}: ${fate.why}` });
      return;
    case 'told':
      ledger.say(item, {
        verdict: 'manual',
        code: 'RS2445',
        // Without some of them certificates and alarms go away with the Ingress.
        severity: fate.isUrgent === true ? 'warning' : 'info',
        message: `an annotation of ${tool}; it is not carried over: ${fate.why}`,
        next: fate.next,
      });
      return;
  }
}

/** Says of an annotation that another of the known controllers would read, did it serve the object, that it does nothing. */
function sayKeyOfOther(ledger: Ledger, item: ItemId, owners: readonly string[], why: string): void {
  const message = `does nothing: it is a key of ${owners.map(titleOf).join(' and of ')}, and ${why}`;
  ledger.say(item, { verdict: 'redundant', code: 'RS0326', message });
}

/** Says of an annotation that a machine wrote about the object itself that nothing of it belongs on another one. */
export function sayBookkeeping(ledger: Ledger, item: ItemId): void {
  const message = 'bookkeeping of another tool about this very object';
  ledger.say(item, { verdict: 'redundant', code: 'RS0303', severity: 'info', message });
}
