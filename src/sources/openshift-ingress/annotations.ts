import type { Ingress } from '../../kubernetes/ingress.js';
import { cutText, holdsStandIn } from '../../kubernetes/stand-ins.js';
import type { Ledger } from '../../ledger/ledger.js';
import { ingressNginx } from '../../mappings/ingress-nginx.js';
import type { AnnotationEntry } from '../../mappings/mapping.js';
import { openshift } from '../../mappings/openshift.js';
import { checkValue } from '../../mappings/value.js';
import type { ItemId, Traced } from '../../model/traced.js';
import { CLASS_ANNOTATION } from './selection.js';

export const TERMINATION = 'route.openshift.io/termination';
export const DESTINATION_CA = 'route.openshift.io/destination-ca-certificate-secret';
export const INSECURE_POLICY = 'route.openshift.io/insecureEdgeTerminationPolicy';
const NGINX = `${ingressNginx.prefix}/`;
const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';
const TERMINATIONS = ['edge', 'reencrypt', 'passthrough'] as const;

export type Termination = (typeof TERMINATIONS)[number];

/** The annotations of one Ingress, by who reads them. */
export interface IngressAnnotations {
  readonly termination: Traced<Termination> | undefined;
  /** Name of a Secret, or what stands in its place. */
  readonly destinationCa: Traced<string> | undefined;
  /** Those that the controller copies to its Routes for others to read, by whole key. */
  readonly passedOn: ReadonlyMap<string, ItemId>;
  /** Those of ingress-nginx, without its prefix. */
  readonly nginx: ReadonlyMap<string, { readonly item: ItemId; readonly value: string }>;
  /** Those for which the verdict of the mapping stands. */
  readonly declared: readonly { readonly item: ItemId; readonly entry: AnnotationEntry }[];
}

/**
 * Opens an item for each annotation of an Ingress and says of those that act on the controller alone, or on nothing, what
 * they do. The controller copies all of them to every Route (reference §1.7); which of the copies mean something there is
 * for whoever reads Routes to say.
 */
export function readAnnotations(ingress: Ingress, ledger: Ledger): IngressAnnotations {
  const passedOn = new Map<string, ItemId>();
  const nginx = new Map<string, { readonly item: ItemId; readonly value: string }>();
  const declared: { item: ItemId; entry: AnnotationEntry }[] = [];
  let termination: Traced<Termination> | undefined;
  let destinationCa: Traced<string> | undefined;
  for (const [key, value] of Object.entries(ingress.meta.annotations)) {
    if (key === CLASS_ANNOTATION) continue;
    const item = ledger.openAnnotation(ingress.manifest, key, key === LAST_APPLIED ? '(omitted)' : value);
    if (key === TERMINATION) termination = readTermination(item, value, ledger);
    else if (key === DESTINATION_CA) destinationCa = { value, from: [item] };
    else if (key === INSECURE_POLICY) sayInsecurePolicy(item, value, ledger);
    else if (key.startsWith(NGINX)) nginx.set(key.slice(NGINX.length), { item, value });
    else if (isOfController(key)) readDeclared(item, key, value, declared, ledger);
    else passedOn.set(key, item);
  }
  return { termination, destinationCa, passedOn, nginx, declared };
}

/** Keys that the controller reads and the router does not. */
function isOfController(key: string): boolean {
  const on = openshift.entry(key)?.entry.on;
  return on?.includes('Ingress') === true && !on.includes('Route');
}

function readTermination(item: ItemId, value: string, ledger: Ledger): Traced<Termination> | undefined {
  const termination = TERMINATIONS.find((word) => word === value);
  if (termination !== undefined) return { value: termination, from: [item] };
  if (holdsStandIn(value)) {
    ledger.say(item, {
      verdict: 'manual',
      code: 'RS2101',
      severity: 'error',
      message: 'the termination is not known before its parameter has a value; it was left to spec.tls',
      next: 'Pass --param NAME=VALUE.',
    });
    return undefined;
  }
  const meant = TERMINATIONS.find((word) => word === value.trim().toLowerCase());
  ledger.say(item, {
    verdict: 'invalid',
    code: 'RS0304',
    severity: 'warning',
    message: `the value is not one of ${TERMINATIONS.join(', ')}, so the controller ignores it: spec.tls alone decides, and then the termination is edge`,
    next: meant === undefined ? 'Write one of the three words, or remove the annotation.' : `Write ${meant}.`,
  });
  return undefined;
}

/** Reference §1.6: the policy of a new Route is the constant Redirect, and no annotation is read for it. */
function sayInsecurePolicy(item: ItemId, value: string, ledger: Ledger): void {
  const never =
    'the controller never reads this annotation on an Ingress: the Routes that it makes begin with Redirect';
  ledger.say(
    item,
    value === 'Redirect'
      ? {
          verdict: 'redundant',
          code: 'RS2141',
          severity: 'info',
          message: `${never}, which is what it asks for`,
        }
      : {
          verdict: 'redundant',
          code: 'RS2141',
          severity: 'warning',
          message: `${never}, not with ${JSON.stringify(cutText(value, 40))}`,
          next: 'Set spec.tls.insecureEdgeTerminationPolicy in the Route if it is meant; today plain HTTP is redirected.',
        },
  );
}

function readDeclared(
  item: ItemId,
  key: string,
  value: string,
  declared: { item: ItemId; entry: AnnotationEntry }[],
  ledger: Ledger,
): void {
  const entry = openshift.entry(key)?.entry;
  if (entry === undefined) return;
  const checked = checkValue(entry, value);
  if (checked.ok) declared.push({ item, entry });
  else
    ledger.say(item, {
      verdict: 'invalid',
      code: 'RS0304',
      message: `${checked.why}, so the controller takes the default: ${entry.default}`,
    });
}

/** Says of the annotations of ingress-nginx that they do nothing here; a guard among them is one that was never there. */
export function sayNginxAnnotations({ nginx }: IngressAnnotations, ledger: Ledger): void {
  for (const [key, { item }] of nginx) {
    if (!ledger.isSilent(item)) continue;
    const guards = ingressNginx.entry(key)?.entry.protects === true;
    ledger.say(item, {
      verdict: 'redundant',
      code: 'RS2147',
      severity: guards ? 'warning' : 'info',
      message: guards
        ? 'the controller copies it to its Routes, where nothing reads it: the protection that it names does not exist today'
        : 'the controller copies it to its Routes, where nothing reads it',
      next: guards
        ? 'Protect the path by other means; convert with --from ingress-nginx if an ingress-nginx serves this Ingress.'
        : key === 'canary-weight'
          ? 'Pass --add alternate-backends with --to openshift-route for a Route that shares its requests like that.'
          : undefined,
    });
  }
}
