import { validateHeaderActions } from './header-validation.js';
import { isDnsLabel, isDnsSubdomain } from './host-names.js';
import type { RouteObject, RouteTls, ServiceTarget } from './route-object.js';

/** A rule of the API server that an object breaks. */
export interface FieldError {
  /** Such as `spec.path`. */
  readonly field: string;
  readonly message: string;
}

/** What the API server has against storing a Route (reference §2.11; library-go, pkg/route/validation). */
export function validateRoute(route: RouteObject): FieldError[] {
  return [
    ...validateNames(route),
    ...validatePath(route),
    ...validateTargets(route),
    ...validateTls(route.tls),
    ...validateHeaderActions(route),
  ];
}

function validateNames({ name, host, subdomain, wildcardPolicy, annotations }: RouteObject): FieldError[] {
  const errors: FieldError[] = [];
  if (!isDnsSubdomain(name)) errors.push({ field: 'metadata.name', message: 'is no DNS subdomain' });
  const lenient = annotations.get('route.openshift.io/allow-non-dns-compliant-host') === 'true';
  if (host !== '' && (!isDnsSubdomain(host) || (!lenient && !host.split('.').every(isDnsLabel)))) {
    errors.push({ field: 'spec.host', message: `${host} is no DNS name` });
  }
  if (subdomain !== '' && (subdomain.length > 253 || !subdomain.split('.').every(isDnsLabel))) {
    errors.push({ field: 'spec.subdomain', message: `${subdomain} is no DNS name` });
  }
  if (wildcardPolicy !== 'None' && wildcardPolicy !== 'Subdomain') {
    errors.push({ field: 'spec.wildcardPolicy', message: 'is neither None nor Subdomain' });
  } else if (wildcardPolicy === 'Subdomain' && host === '') {
    errors.push({ field: 'spec.wildcardPolicy', message: 'Subdomain needs a host' });
  }
  return errors;
}

function validatePath({ path, tls }: RouteObject): FieldError[] {
  const errors: FieldError[] = [];
  if (path === '') return errors;
  if (!path.startsWith('/')) errors.push({ field: 'spec.path', message: 'does not begin with /' });
  if (/[# ]/.test(path)) errors.push({ field: 'spec.path', message: 'contains # or a space' });
  if (tls?.termination === 'passthrough') {
    errors.push({ field: 'spec.path', message: 'passthrough termination takes no path' });
  }
  return errors;
}

function validateTargets({ to, alternateBackends, targetPort }: RouteObject): FieldError[] {
  const errors = validateTarget(to, 'spec.to');
  if (alternateBackends.length > 3) errors.push({ field: 'spec.alternateBackends', message: 'are more than 3' });
  for (const [index, target] of alternateBackends.entries()) {
    errors.push(...validateTarget(target, `spec.alternateBackends[${index}]`));
  }
  if (targetPort === '') errors.push({ field: 'spec.port.targetPort', message: 'is neither a name nor a number' });
  return errors;
}

function validateTarget({ kind, name, weight }: ServiceTarget, field: string): FieldError[] {
  const errors: FieldError[] = [];
  if (name === '') errors.push({ field: `${field}.name`, message: 'is missing' });
  if (kind !== 'Service') errors.push({ field: `${field}.kind`, message: 'is not Service' });
  if (!Number.isInteger(weight) || weight < 0 || weight > 256) {
    errors.push({ field: `${field}.weight`, message: `${weight} is not between 0 and 256` });
  }
  return errors;
}

/** Messages name fields only: values here may be keys. */
function validateTls(tls: RouteTls | undefined): FieldError[] {
  if (tls === undefined) return [];
  const errors: FieldError[] = [];
  const refuse = (field: keyof RouteTls, message: string): void => {
    if (tls[field] !== '') errors.push({ field: `spec.tls.${field}`, message });
  };
  const policies = ['', 'None', 'Redirect', ...(tls.termination === 'passthrough' ? [] : ['Allow'])];
  switch (tls.termination) {
    case 'passthrough':
      for (const field of [
        'certificate',
        'key',
        'caCertificate',
        'destinationCACertificate',
        'externalCertificate',
      ] as const) {
        refuse(field, 'passthrough termination takes no certificates');
      }
      break;
    case 'edge':
      refuse('destinationCACertificate', 'edge termination takes no destination certificate');
      break;
    case 'reencrypt':
      break;
    default:
      errors.push({ field: 'spec.tls.termination', message: 'is none of edge, passthrough and reencrypt' });
      return errors;
  }
  if (tls.termination !== 'passthrough' && tls.certificate !== '') {
    refuse('externalCertificate', 'stands beside spec.tls.certificate');
  }
  if (!policies.includes(tls.insecurePolicy)) {
    const field = 'spec.tls.insecureEdgeTerminationPolicy';
    errors.push({ field, message: `${tls.insecurePolicy} is not possible with ${tls.termination}` });
  }
  return errors;
}
