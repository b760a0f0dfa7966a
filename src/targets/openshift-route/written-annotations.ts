import { holdsStandIn } from '../../kubernetes/stand-ins.js';
import type { FindingCode } from '../../ledger/catalogue.js';
import type { Ledger } from '../../ledger/ledger.js';
import type { EmittedRef, Remark } from '../../ledger/verdict.js';
import { keyOwners, titleOf } from '../../mappings/key-owners.js';
import type { AnnotationEntry } from '../../mappings/mapping.js';
import { openshift } from '../../mappings/openshift.js';
import { checkValue, isNeutral } from '../../mappings/value.js';
import type { OriginatedRoute } from '../../model/originated-route.js';

type Said = Remark & { readonly code: FindingCode };

/** Prefixes under which nobody but OpenShift has annotations. */
const PREFIXES = ['haproxy.router.openshift.io/', 'router.openshift.io/', 'route.openshift.io/'];
const LIMITS = 'haproxy.router.openshift.io/rate-limit-connections';
const BOOKKEEPING = ['kubectl.kubernetes.io/', 'field.cattle.io/', 'deployment.kubernetes.io/', 'cattle.io/'];
const CERT_MANAGER = ['cert-manager.io/', 'acme.cert-manager.io/'];

/** Says of each annotation of a Route that is written what it means there. All of them are written as they are. */
export function sayAnnotations(
  { route, owner, annotations }: OriginatedRoute,
  emitted: EmittedRef,
  ledger: Ledger,
): void {
  const values = route.meta.annotations;
  const isOfIngress = owner.ref.kind === 'Ingress';
  for (const [key, item] of annotations) {
    const remark = remarkOn(key, values[key] ?? '', values, isOfIngress);
    const isDropped = key.startsWith('kubectl.kubernetes.io/');
    ledger.say(item, remark, isDropped ? [] : [{ ...emitted, path: 'metadata.annotations' }]);
  }
}

function remarkOn(key: string, value: string, values: Readonly<Record<string, string>>, isOfIngress: boolean): Said {
  const found = openshift.entry(key);
  if (found !== undefined) return remarkOnKnown(found.entry, key, value, values);
  const obsolete = openshift.obsolete(key);
  if (obsolete !== undefined) {
    const { summary, instead } = obsolete;
    const next = instead === undefined ? 'Remove it.' : `Use ${instead}.`;
    return { verdict: 'redundant', code: 'RS0302', message: `nothing reads it: ${lowerFirst(summary)}`, next };
  }
  if (PREFIXES.some((prefix) => key.startsWith(prefix))) {
    const nearest = openshift.nearest(key);
    return {
      verdict: 'invalid',
      code: 'RS0301',
      message: 'OpenShift has no such annotation, so it has no effect',
      next: nearest === undefined ? 'Remove it.' : `Write ${nearest} if that is meant.`,
    };
  }
  return remarkOnForeign(key, isOfIngress);
}

function lowerFirst(sentence: string): string {
  return `${sentence.charAt(0).toLowerCase()}${sentence.slice(1).replace(/\.$/, '')}`;
}

function remarkOnKnown(
  entry: AnnotationEntry,
  key: string,
  value: string,
  values: Readonly<Record<string, string>>,
): Said {
  if (entry.on?.includes('Route') !== true)
    return {
      verdict: 'redundant',
      code: 'RS0309',
      message: 'does nothing on a Route: it is read on an Ingress alone',
    };
  if (value === '') return { verdict: 'redundant', code: 'RS0311', message: 'an empty value counts as absent' };
  // An older name is read where the newer one is absent or empty.
  if (key !== entry.key && (values[entry.key] ?? '') !== '')
    return { verdict: 'redundant', code: 'RS0310', message: `not read, because ${entry.key} is set as well` };
  if (entry.requires !== undefined && !isOn(entry.requires, values))
    return { verdict: 'redundant', code: 'RS0309', message: `does nothing without ${entry.requires}: "true"` };
  if (key.startsWith(`${LIMITS}.`) && /^\+\d+$/.test(value))
    return {
      verdict: 'invalid',
      code: 'RS2158',
      message: `the router takes ${value} for a number and writes it into its configuration, which HAProxy then refuses as a whole: no Route of the router is updated any more`,
      next: `Write ${value.slice(1)}.`,
    };
  const checked = checkValue(entry, value);
  if (!checked.ok && holdsStandIn(value))
    return {
      verdict: 'converted',
      code: 'RS2150',
      message: 'the annotation stays as it is; what it means depends on the value of its parameter',
    };
  if (!checked.ok)
    return {
      verdict: 'invalid',
      code: 'RS0304',
      severity: entry.protects === true ? 'error' : 'warning',
      message: `${checked.why}, so the router ignores it: ${entry.ifIgnored ?? `the default is ${entry.default}`}`,
      next: 'Write a value that the router reads, or remove the annotation.',
    };
  const { verdict = 'converted', caveat = '' } = entry.targets['openshift-route'] ?? {};
  return { verdict, code: verdict === 'redundant' ? 'RS0322' : 'RS2150', message: lowerFirst(caveat) };
}

/** Whether a switch is written and on, or may be once its parameter has a value. */
function isOn(key: string, values: Readonly<Record<string, string>>): boolean {
  if (holdsStandIn(values[key] ?? '')) return true;
  const entry = openshift.entry(key)?.entry;
  const checked = entry === undefined ? undefined : checkValue(entry, values[key] ?? '');
  return entry !== undefined && checked?.ok === true && !isNeutral(entry, checked.value);
}

function remarkOnForeign(key: string, isOfIngress: boolean): Said {
  if (BOOKKEEPING.some((prefix) => key.startsWith(prefix)))
    return {
      verdict: 'redundant',
      code: 'RS0303',
      message: 'bookkeeping of another tool about the object that it stands on',
    };
  if (isOfIngress && CERT_MANAGER.some((prefix) => key.startsWith(prefix)))
    return {
      verdict: 'manual',
      code: 'RS0303',
      severity: 'warning',
      message:
        'an annotation of cert-manager, which reads it on Ingresses: nobody renews the certificate once the Ingress is gone',
      next: 'Write a Certificate for the Secret, or run the add-on of cert-manager that reads Routes.',
    };
  const owners = keyOwners(key);
  if (owners.length > 0 && !owners.includes('openshift'))
    return {
      verdict: 'redundant',
      code: 'RS0326',
      message: `does nothing: it is a key of ${owners.map(titleOf).join(' and of ')}, and OpenShift's router serves the host; it stands on the Route as it is`,
    };
  return {
    verdict: 'converted',
    code: 'RS0303',
    severity: 'info',
    message: 'an annotation of another tool; it stands on the Route as it is',
  };
}
