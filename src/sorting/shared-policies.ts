import type { KubernetesObject, Part } from '../conversion.js';
import type { Ledger } from '../ledger/ledger.js';
import { nameOf } from './sorting-report.js';

/** What of an object of Gateway API tells which Services it is about. */
interface Spec {
  readonly targetRefs?: readonly { readonly name: string }[];
  readonly validation?: object;
  readonly rules?: readonly {
    readonly backendRefs?: readonly { readonly name: string; readonly namespace?: string | undefined }[];
  }[];
}

/** Says of Services with which one controller speaks TLS that the policy for it holds for the routes of the others, too. */
export function saySharedPolicies(parts: readonly Part[], ledger: Ledger): void {
  for (const part of parts) {
    for (const [service, policy] of policiesOf(part)) {
      for (const other of parts) {
        if (other === part || !servicesOf(other).has(service)) continue;
        const own = policiesOf(other).get(service);
        // Said once of two policies, and not at all where they say the same.
        if (own !== undefined && (parts.indexOf(other) < parts.indexOf(part) || saysTheSame(own, policy))) continue;
        const [first, second] = [part, other].map(({ options }) => nameOf(options.from));
        const item = ledger.openElsewhere({ file: '(controllers)', line: 1, column: 1 }, `Service ${service}`);
        ledger.say(item, {
          verdict: 'approximated',
          code: 'RS0215',
          message:
            own === undefined
              ? `${first} connects to Service ${service} with TLS, and ${second} without: the BackendTLSPolicy ${policy.metadata.name} holds for the routes of both`
              : `${first} and ${second} connect to Service ${service} with TLS, each on conditions of its own: of two BackendTLSPolicies for one Service the older counts, for the routes of both`,
          next: 'Give the routes of one of them a Service of their own.',
        });
      }
    }
  }
}

function policiesOf({ conversion }: Part): Map<string, KubernetesObject> {
  const found = new Map<string, KubernetesObject>();
  for (const { object } of conversion.emitted)
    if (object.kind === 'BackendTLSPolicy')
      for (const { name } of specOf(object).targetRefs ?? [])
        found.set(`${object.metadata.namespace ?? ''}/${name}`, object);
  return found;
}

function servicesOf({ conversion }: Part): Set<string> {
  const found = new Set<string>();
  for (const { object } of conversion.emitted) {
    if (object.kind !== 'HTTPRoute' && object.kind !== 'GRPCRoute') continue;
    for (const { name, namespace } of (specOf(object).rules ?? []).flatMap(({ backendRefs }) => backendRefs ?? []))
      found.add(`${namespace ?? object.metadata.namespace ?? ''}/${name}`);
  }
  return found;
}

function saysTheSame(a: KubernetesObject, b: KubernetesObject): boolean {
  return JSON.stringify(specOf(a).validation) === JSON.stringify(specOf(b).validation);
}

function specOf(object: KubernetesObject): Spec {
  return (object.spec ?? {}) as Spec;
}
