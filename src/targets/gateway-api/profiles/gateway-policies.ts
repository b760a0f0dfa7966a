import type { Owner } from '../../../model/traffic.js';
import type { Entry, TargetRef } from './policy-book.js';
import type { PolicyClaim, PolicyDraft } from './policy-draft.js';

type Fields = Readonly<Record<string, unknown>>;

interface GatewayEntry extends Omit<Entry, 'targets' | 'claims'> {
  readonly target: TargetRef;
  readonly claims: PolicyClaim[];
}

/**
 * Policies of Gateways: of each kind one to a Gateway, which says what all of its rules ask for. Of several on one Gateway an
 * implementation takes the oldest and refuses the others.
 */
export class GatewayPolicies {
  readonly #entries = new Map<string, GatewayEntry>();

  add(draft: PolicyDraft, namespace: string | undefined, target: TargetRef, owner: Owner): void {
    const key = [draft.apiVersion, draft.kind, namespace ?? '', target.kind, target.name].join('\n');
    const known = this.#entries.get(key);
    const spec = known === undefined ? draft.spec : united(known.draft.spec, draft.spec);
    this.#entries.set(key, {
      draft: { ...draft, spec },
      namespace,
      owner: known?.owner ?? owner,
      target,
      claims: [...(known?.claims ?? []), ...draft.claims],
      owners: new Set([...(known?.owners ?? []), owner]),
    });
  }

  all(): GatewayEntry[] {
    return [...this.#entries.values()];
  }
}

/** What both ask for: lists are joined, and of two values the first counts. */
function united(a: Fields, b: Fields): Fields {
  const all: Record<string, unknown> = { ...a };
  for (const [key, value] of Object.entries(b)) {
    const known = all[key];
    if (known === undefined) all[key] = value;
    else if (Array.isArray(known) && Array.isArray(value)) all[key] = [...new Set([...known, ...value])];
    else if (isFields(known) && isFields(value)) all[key] = united(known, value);
  }
  return all;
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
