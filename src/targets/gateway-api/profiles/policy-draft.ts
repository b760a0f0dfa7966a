import type { FindingCode } from '../../../ledger/catalogue.js';
import type { Remark } from '../../../ledger/verdict.js';
import type { ItemId } from '../../../model/traced.js';

/** What a policy says to the ledger once it has a name. */
export interface PolicyClaim {
  readonly items: readonly ItemId[];
  readonly remark: Remark & { readonly code: FindingCode };
  /** Path of the field inside the policy, such as `spec.basicAuth`. */
  readonly at: string;
}

/** What a policy is tied to: the rule that asks for it, the Gateways of its route, or a Service. */
export type PolicyTarget =
  | { readonly kind: 'rule' }
  | { readonly kind: 'gateway' }
  | {
      readonly kind: 'service';
      readonly namespace: string | undefined;
      readonly name: string;
      /** Set where the policy names the Service in a field of its own. */
      readonly named?: true | undefined;
    }
  /** To nothing: the policy itself says where it acts. */
  | { readonly kind: 'none'; readonly namespace: string | undefined };

/** A policy of an implementation that a rule asks for, before it is known which other rules share it. */
export interface PolicyDraft {
  readonly apiVersion: string;
  readonly kind: string;
  /** What it is for, in one word of its name: `auth`, `traffic`. */
  readonly purpose: string;
  readonly target: PolicyTarget;
  /** Without the reference to its target. */
  readonly spec: Readonly<Record<string, unknown>>;
  readonly claims: readonly PolicyClaim[];
  /** Set where the kind names one target, as `targetRef`: there is a policy for each. */
  readonly oneTarget?: true | undefined;
  /** Set where sharing it would change what it does, as with counters: objects of the source get one each. */
  readonly perOwner?: true | undefined;
  /** What is said where it has more targets than one policy may name. */
  readonly whenSplit?: (Remark & { readonly code: FindingCode }) | undefined;
  /** Comment lines on the object, for what no item of the input asked for. */
  readonly comments?: readonly string[] | undefined;
}
