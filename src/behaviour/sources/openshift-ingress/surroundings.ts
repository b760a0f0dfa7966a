import {
  isPlainObject,
  listAt,
  numberAt,
  objectAt,
  type PlainObject,
  stringAt,
  stringMapAt,
} from '../../values/plain-object.js';
import type { IngressObject, IngressPath } from './ingress-objects.js';
import type { OpenshiftIngressInput } from './input.js';

/** Where a path's backend leads: the `targetPort` of its Route (undefined for a Service port without a name). */
export type Target =
  | { readonly kind: 'found'; readonly targetPort: string | number | undefined }
  | { readonly kind: 'missing-service' | 'missing-port' };

/** A key pair that is copied into a Route. Secret values stay in the Routes; no message ever quotes them. */
export interface KeyPair {
  readonly certificate: string;
  readonly key: string;
}

/** The objects that the controller looks up. */
export interface Surroundings {
  /** Whether an Ingress is the controller's business (reference §1.1). */
  manages(ingress: IngressObject): boolean;
  target(namespace: string, service: NonNullable<IngressPath['service']>): Target;
  /** Undefined for a Secret that does not do: missing, of another type, without one of the keys. */
  keyPair(namespace: string, name: string): KeyPair | undefined;
  /** The CA in a Secret; undefined where there is none, which is no error. */
  certificateAuthority(namespace: string, name: string): string | undefined;
}

const controllerName = 'openshift.io/ingress-to-route';
const noClassesGiven = [{ metadata: { name: 'openshift-default' }, spec: { controller: controllerName } }];

/** Stands for a certificate and a key that exist and that nobody has shown. */
const unseen: KeyPair = {
  certificate: '-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n',
  key: '-----BEGIN PRIVATE KEY-----\n-----END PRIVATE KEY-----\n',
};

export function readSurroundings(input: OpenshiftIngressInput): Surroundings {
  const services = byKey(input.services);
  const secrets = byKey(input.secrets);
  const classes = new Map(
    (input.ingressClasses ?? noClassesGiven).map((one) => [
      stringAt(objectAt(one, 'metadata'), 'name'),
      stringAt(objectAt(one, 'spec'), 'controller'),
    ]),
  );
  const isAssumed = (name: string): boolean => name !== '' && input.assumeSecretsExist === true;
  return {
    manages({ annotations, className }) {
      // The annotation counts before the field, and both name an object, never a controller.
      const name = annotations.get('kubernetes.io/ingress.class') ?? className;
      return name === undefined || classes.get(name) === controllerName;
    },
    target(namespace, service) {
      const object = services.get(`${namespace}/${service.name}`);
      if (object !== undefined) return targetOf(object, service);
      if (input.assumeServicesExist !== true) return { kind: 'missing-service' };
      return { kind: 'found', targetPort: service.portName || service.portNumber };
    },
    keyPair(namespace, name) {
      const secret = secrets.get(`${namespace}/${name}`);
      if (secret === undefined) return isAssumed(name) ? unseen : undefined;
      if (isPlainObject(secret.cert)) return unseen;
      if (stringAt(secret, 'type') !== 'kubernetes.io/tls') return undefined;
      const [certificate, key] = [secretValue(secret, 'tls.crt'), secretValue(secret, 'tls.key')];
      return certificate === undefined || key === undefined ? undefined : { certificate, key };
    },
    certificateAuthority(namespace, name) {
      const secret = secrets.get(`${namespace}/${name}`);
      if (secret === undefined) return isAssumed(name) ? unseen.certificate : undefined;
      if (isPlainObject(secret.cert)) return unseen.certificate;
      const type = stringAt(secret, 'type') ?? 'Opaque';
      return type === 'Opaque' || type === 'kubernetes.io/tls' ? secretValue(secret, 'tls.crt') : undefined;
    },
  };
}

function byKey(objects: readonly unknown[] | undefined): Map<string, PlainObject> {
  const found = new Map<string, PlainObject>();
  for (const object of objects ?? []) {
    const metadata = objectAt(object, 'metadata');
    const name = stringAt(metadata, 'name');
    if (isPlainObject(object) && name !== undefined) {
      found.set(`${stringAt(metadata, 'namespace') || 'default'}/${name}`, object);
    }
  }
  return found;
}

/** A name must be that of a Service port, a number its `port`; the Route gets the name either way (reference §1.5). */
function targetOf(object: PlainObject, { portName, portNumber }: NonNullable<IngressPath['service']>): Target {
  const port = listAt(objectAt(object, 'spec'), 'ports').find((candidate) =>
    portName === '' ? numberAt(candidate, 'port') === portNumber : stringAt(candidate, 'name') === portName,
  );
  if (port === undefined) return { kind: 'missing-port' };
  return { kind: 'found', targetPort: stringAt(port, 'name') || undefined };
}

/** Manifests have base64, unless somebody decoded them before; a PEM text tells the two apart. */
function secretValue(secret: PlainObject, key: string): string | undefined {
  const plain = stringMapAt(secret, 'stringData').get(key);
  const stored = stringMapAt(secret, 'data').get(key);
  if (plain !== undefined || stored === undefined) return plain;
  const encoded = stored.replace(/\s/g, '');
  const decoded = /^[A-Za-z0-9+/]+={0,2}$/.test(encoded) && encoded.length % 4 === 0 ? atob(encoded) : '';
  return decoded.includes('-----BEGIN ') ? decoded : stored;
}
