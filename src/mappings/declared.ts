import type { FindingCode } from '../ledger/catalogue.js';
import type { Ledger } from '../ledger/ledger.js';
import type { Verdict } from '../ledger/verdict.js';
import type { ItemId } from '../model/traced.js';
import type { Channel, SourceName } from '../options.js';
import type { Profile } from '../profile.js';
import type { AnnotationEntry, TargetName, TargetVerdict } from './mapping.js';
import { profileVerdict } from './profile-verdicts.js';

const CODES: Readonly<Record<Verdict, FindingCode>> = {
  converted: 'RS0323',
  approximated: 'RS0324',
  redundant: 'RS0322',
  manual: 'RS0321',
  unsupported: 'RS0320',
  invalid: 'RS0304',
};

/** The code under which the verdict of a mapping is told. */
export function declaredCode(verdict: Verdict): FindingCode {
  return CODES[verdict];
}

/** What a mapping entry declares for a target and channel, or for an implementation of it. */
export function declaredVerdict(
  entry: AnnotationEntry,
  target: TargetName,
  channel: Channel,
  by?: { readonly profile: Profile | undefined; readonly controller: SourceName },
): TargetVerdict {
  const declared = entry.targets[target];
  const own = by?.profile === undefined ? undefined : profileVerdict(by.profile, by.controller, entry.key);
  if (own !== undefined) return own;
  return channel === 'experimental' && declared.experimental !== undefined ? declared.experimental : declared;
}

/**
 * Closes the items that no code reads with what their mapping entry declares. What one target has no words for, another may:
 * where something was said of such an item already, that is enough.
 */
export function sayDeclared(
  declared: readonly { readonly item: ItemId; readonly entry: AnnotationEntry }[],
  target: TargetName,
  channel: Channel,
  ledger: Ledger,
  by?: { readonly profile: Profile | undefined; readonly controller: SourceName },
): void {
  for (const { item, entry } of declared) {
    if ((target !== 'gateway-api' || by?.profile !== undefined) && !ledger.isSilent(item)) continue;
    const { verdict, caveat, next } = declaredVerdict(entry, target, channel, by);
    ledger.say(item, { verdict, code: CODES[verdict], message: caveat, next });
  }
}
