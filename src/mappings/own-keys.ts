import type { FindingCode } from '../ledger/catalogue.js';
import { ownRemark, type SettledRemark } from '../ledger/own-annotations.js';
import { type Channel, SOURCES, type SourceName } from '../options.js';
import { declaredCode, declaredVerdict } from './declared.js';
import type { AnnotationEntry, InvalidEffect, Mapping, ObsoleteEntry, TargetName } from './mapping.js';
import { wholeKeys } from './mapping-index.js';
import { checkValue, isNeutral } from './value.js';

/** What a user's mapping says of a key. */
type OwnEntry =
  | { readonly kind: 'annotation'; readonly entry: AnnotationEntry }
  | { readonly kind: 'obsolete'; readonly entry: ObsoleteEntry };

const EFFECTS: Readonly<Record<InvalidEffect, string>> = {
  ignored: 'it is ignored',
  'group-dropped': 'its whole group is ignored',
  denied: 'the paths of the object are closed',
  'host-denied': 'the whole host is closed',
  rejected: 'the whole object is rejected',
};

/** The annotations that users explain by mappings of their own (`--mappings`), as one conversion sees them. */
export class OwnKeys {
  readonly #entries = new Map<string, OwnEntry>();
  readonly #target: TargetName;
  readonly #channel: Channel;

  constructor(mappings: readonly Mapping[], from: SourceName, target: TargetName, channel: Channel) {
    this.#target = target;
    this.#channel = channel;
    for (const mapping of mappings) if (appliesTo(mapping, from)) this.#take(mapping);
  }

  #take(mapping: Mapping): void {
    const add = (key: string, own: OwnEntry): void => {
      for (const whole of wholeKeys(mapping, key)) if (!this.#entries.has(whole)) this.#entries.set(whole, own);
    };
    for (const entry of mapping.annotations)
      for (const key of [entry.key, ...(entry.aliases ?? [])]) add(key, { kind: 'annotation', entry });
    for (const entry of mapping.obsolete) add(entry.key, { kind: 'obsolete', entry });
  }

  /** What becomes of an annotation on an object of a kind, whoever reads that; undefined for keys of nobody's own. */
  remark(key: string, value: string, kind: string): SettledRemark | undefined {
    const own = this.#entries.get(key);
    if (own === undefined) return ownRemark(key);
    if (own.kind === 'obsolete') return obsoleteRemark(own.entry);
    return this.#remarkOn(own.entry, value, kind);
  }

  #remarkOn(entry: AnnotationEntry, value: string, kind: string): SettledRemark {
    if (entry.on !== undefined && !entry.on.some((one) => one === kind)) {
      return { verdict: 'redundant', code: 'RS0309', message: `nothing reads it on a ${kind}` };
    }
    if (value.trim() === '')
      return { verdict: 'redundant', code: 'RS0311', message: 'an empty value counts as absent' };
    const checked = checkValue(entry, value);
    if (!checked.ok) {
      const effect = entry.ifInvalid ?? EFFECTS[entry.invalid];
      return { verdict: 'invalid', code: 'RS0304', message: `${checked.why}: ${effect}` };
    }
    if (isNeutral(entry, checked.value)) {
      return { verdict: 'redundant', code: 'RS0308', message: 'asks for what happens anyway' };
    }
    const { verdict, caveat, next } = declaredVerdict(entry, this.#target, this.#channel);
    const code: FindingCode = declaredCode(verdict);
    return { verdict, code, message: caveat, next };
  }

  /** What an annotation protects the paths of its object with, where the target has nothing like it; undefined for others. */
  guard(key: string, remark: SettledRemark): { readonly what: string; readonly next: string } | undefined {
    const own = this.#entries.get(key);
    if (own?.kind !== 'annotation' || own.entry.protects !== true) return undefined;
    if (remark.verdict === 'converted' || remark.verdict === 'redundant') return undefined;
    const next = remark.next ?? 'Rebuild the guard with a policy of your implementation.';
    return { what: `${own.entry.key}, which protects its paths`, next };
  }
}

function obsoleteRemark({ summary, instead }: ObsoleteEntry): SettledRemark {
  const next = instead === undefined ? 'Remove it.' : `Its successor is ${instead}.`;
  return { verdict: 'redundant', code: 'RS0302', message: `nothing reads this key any longer. ${summary}`, next };
}

/** A mapping of a controller that is known adds to that one; any other tool may read annotations beside every controller. */
function appliesTo({ controller }: Mapping, from: SourceName): boolean {
  const named = SOURCES.find((source) => source === controller);
  return named === undefined || named === from;
}
