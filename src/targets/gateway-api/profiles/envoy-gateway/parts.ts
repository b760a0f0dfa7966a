import type { FindingCode } from '../../../../ledger/catalogue.js';
import type { Remark } from '../../../../ledger/verdict.js';
import type { ItemId } from '../../../../model/traced.js';
import type { Claim } from '../../draft.js';
import type { PolicyClaim } from '../policy-draft.js';

export const GROUP = 'gateway.envoyproxy.io';
export const API_VERSION = `${GROUP}/v1alpha1`;

/** What one concern puts into a policy. */
export interface Part {
  /** Fields below `spec`; those of several parts are merged. */
  readonly spec: Readonly<Record<string, unknown>>;
  readonly claims: readonly PolicyClaim[];
  /** What stands nowhere, and why. */
  readonly lost?: readonly Claim[] | undefined;
}

export const NO_PART: Part = { spec: {}, claims: [] };

/** Says that a field of the policy does what the items asked for. */
export function keeps(items: readonly ItemId[], code: FindingCode, message: string, at: string): PolicyClaim {
  return { items, remark: { verdict: 'converted', code, message }, at };
}

/** Says that a field of the policy does something like it. */
export function resembles(
  items: readonly ItemId[],
  code: FindingCode,
  message: string,
  at: string,
  further: Pick<Remark, 'next' | 'severity'> = {},
): PolicyClaim {
  return { items, remark: { verdict: 'approximated', code, message, ...further }, at };
}

/** Says that no field does it. */
export function loses(items: readonly ItemId[], code: FindingCode, message: string, next: string): Claim {
  return { items, remark: { verdict: 'unsupported', code, message, next }, at: undefined };
}

/** Several parts as one. Objects are merged; of two values for one field the first counts. */
export function together(parts: readonly Part[]): Part & { readonly lost: readonly Claim[] } {
  return {
    spec: parts.reduce<Readonly<Record<string, unknown>>>((all, { spec }) => merged(all, spec), {}),
    claims: parts.flatMap(({ claims }) => claims),
    lost: parts.flatMap(({ lost }) => lost ?? []),
  };
}

function merged(
  a: Readonly<Record<string, unknown>>,
  b: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const all: Record<string, unknown> = { ...a };
  for (const [key, value] of Object.entries(b)) {
    const known = all[key];
    if (known === undefined) all[key] = value;
    else if (isFields(known) && isFields(value)) all[key] = merged(known, value);
  }
  return all;
}

function isFields(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
