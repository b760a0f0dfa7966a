import { holdsStandIn } from '../../kubernetes/stand-ins.js';
import type { EmittedRef } from '../../ledger/verdict.js';
import type { Policies } from '../../model/policies.js';
import type { Backend, Owner } from '../../model/traffic.js';
import type { Names } from '../names.js';
import type { Claim } from './draft.js';

/** One policy per Service (and port, where its name is known). */
export interface BackendTlsPolicyDraft {
  readonly name: string;
  readonly namespace: string | undefined;
  readonly service: string;
  readonly portName: string | undefined;
  readonly caConfigMap: string;
  readonly hostname: string;
  /** The CA in PEM, where it is known: the ConfigMap is written, too. */
  readonly ca?: string | undefined;
  readonly owner: Owner;
}

export const V1 = 'gateway.networking.k8s.io/v1';
const PRECISE_HOSTNAME = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;

/**
 * TLS towards backends is a property of the Service in Gateway API (BackendTLSPolicy, GEP-1897), and it always verifies.
 * The first rule that uses a Service over TLS decides its policy; a later one that wants another says so.
 */
export class BackendTlsPolicies {
  readonly #drafts = new Map<string, BackendTlsPolicyDraft>();
  readonly #names: Names;

  constructor(names: Names) {
    this.#names = names;
  }

  /** Notes a backend that a rule uses; the claims say what differs. */
  use(backend: Backend, policies: Policies, owner: Owner): Claim[] {
    const protocol = policies.protocol;
    if (protocol === undefined) return [];
    switch (protocol.value) {
      case 'http':
      case 'fastcgi':
        return [];
      case 'grpc':
        return this.#cleartextHttp2(backend, protocol.from);
      case 'as-client':
        return [
          {
            items: protocol.from,
            at: undefined,
            remark: {
              verdict: 'unsupported',
              code: 'RS1605',
              message: 'the protocol towards the backend cannot follow the client; plain HTTP is used',
              next: 'Choose HTTP or HTTPS.',
            },
          },
        ];
      case 'https':
      case 'grpcs':
        return this.#secured(backend, policies, protocol.value, protocol.from, owner);
    }
  }

  all(): BackendTlsPolicyDraft[] {
    return [...this.#drafts.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, draft]) => draft);
  }

  /** Whether no backend is spoken to with TLS. */
  get areNone(): boolean {
    return this.#drafts.size === 0;
  }

  /** The policy that acts on a backend, if there is one. */
  of({ namespace, service, portName }: Backend): BackendTlsPolicyDraft | undefined {
    return (
      this.#drafts.get(keyOf(namespace, service, portName)) ?? this.#drafts.get(keyOf(namespace, service, undefined))
    );
  }

  #cleartextHttp2(backend: Backend, from: readonly number[]): Claim[] {
    const ready = backend.appProtocol === 'kubernetes.io/h2c';
    return [
      {
        items: from,
        at: 'backendRefs',
        remark: ready
          ? {
              verdict: 'converted',
              code: 'RS1607',
              severity: 'info',
              message: 'the Service port declares appProtocol kubernetes.io/h2c, so the backend is spoken to in HTTP/2',
            }
          : {
              verdict: 'approximated',
              code: 'RS1607',
              severity: 'warning',
              message:
                'the host is served by an HTTPRoute, because not all of its rules are plain gRPC, and there the protocol of the backend is a property of the Service',
              next: `Set appProtocol: kubernetes.io/h2c on port ${backend.writtenPort} of Service ${backend.service}.`,
            },
      },
    ];
  }

  #secured(
    backend: Backend,
    policies: Policies,
    protocol: 'https' | 'grpcs',
    from: readonly number[],
    owner: Owner,
  ): Claim[] {
    const tls = policies.backendTls;
    const written = tls?.serverName?.value.toLowerCase() ?? '';
    const named = written !== '' && PRECISE_HOSTNAME.test(written);
    const fallback = backend.namespace === undefined ? backend.service : `${backend.service}.${backend.namespace}.svc`;
    const caSecret = tls?.caSecret?.value;
    const key = keyOf(backend.namespace, backend.service, backend.portName);
    const wanted = backend.portName === undefined ? backend.service : `${backend.service}-${backend.portName}`;
    const name = this.#names.give(`BackendTLSPolicy\n${backend.namespace ?? ''}`, wanted, key);
    const policyRef = (path: string): EmittedRef[] => [
      { apiVersion: V1, kind: 'BackendTLSPolicy', namespace: backend.namespace, name, path: `spec.validation${path}` },
    ];
    const draft: BackendTlsPolicyDraft = {
      name,
      namespace: backend.namespace,
      service: backend.service,
      portName: backend.portName,
      caConfigMap: caSecret?.name ?? `${tls?.ca === undefined ? backend.service : name}-ca`,
      hostname: named ? written : fallback,
      ...(tls?.ca === undefined || !isPem(tls.ca.value) ? {} : { ca: tls.ca.value }),
      owner,
    };
    const known = this.#drafts.get(key);
    if (known === undefined) this.#drafts.set(key, draft);
    const conflict =
      known !== undefined &&
      (known.hostname !== draft.hostname || known.caConfigMap !== draft.caConfigMap || known.ca !== draft.ca);
    const verifies = tls?.verify.value === true;
    const claims: Claim[] = [
      {
        items: from,
        at: undefined,
        remark: {
          verdict: 'approximated',
          code: 'RS1604',
          emitted: policyRef(''),
          severity: verifies && !conflict ? 'info' : 'warning',
          message: conflict
            ? `Service ${backend.service} already has a policy with another CA or name; a Service can have only one`
            : verifies
              ? `${protocol === 'https' ? 'HTTPS' : 'gRPC over TLS'} through a BackendTLSPolicy of the Service, for every route that uses it`
              : 'a BackendTLSPolicy always verifies the backend; before, its certificate was not looked at, so a self-signed one that worked is refused',
          next:
            draft.ca === undefined
              ? `Put the CA of the backend into ConfigMap ${draft.caConfigMap} (key ca.crt); its certificate must name ${draft.hostname}.`
              : `Check that the certificate of the backend names ${draft.hostname}.`,
        },
      },
    ];
    if (tls === undefined) return claims;
    if (tls.serviceCa === true && !conflict) {
      claims.push({
        items: from,
        at: undefined,
        remark: {
          verdict: 'approximated',
          code: 'RS2129',
          emitted: policyRef('.caCertificateRefs'),
          message: `the router trusts the CA that signs for Services (${draft.hostname}); a BackendTLSPolicy wants it in ConfigMap ${draft.caConfigMap} (key ca.crt), which does not exist yet`,
          next: 'Annotate a ConfigMap with service.beta.openshift.io/inject-cabundle: "true", and copy what is put under service-ca.crt there to ca.crt.',
        },
      });
    }
    if (tls.verify.from.length > 0) {
      claims.push({
        items: tls.verify.from,
        at: undefined,
        remark: verifies
          ? { verdict: 'converted', code: 'RS1608', message: 'the backend is verified', emitted: policyRef('') }
          : {
              verdict: 'approximated',
              code: 'RS1608',
              emitted: policyRef(''),
              severity: 'warning',
              message: 'verification cannot be switched off',
              next: `Put the CA of the backend into ConfigMap ${draft.caConfigMap} (key ca.crt).`,
            },
      });
    }
    if (tls.serverName !== undefined)
      claims.push(nameClaim(tls.serverName.from, draft.hostname, named, policyRef('.hostname')));
    if (tls.ca !== undefined) {
      claims.push({
        items: tls.ca.from,
        at: undefined,
        remark: {
          verdict: 'approximated',
          code: 'RS2109',
          emitted: policyRef('.caCertificateRefs'),
          message: `the CA ${draft.ca === undefined ? `is expected in ConfigMap ${draft.caConfigMap} (key ca.crt), because the field holds no certificate` : `is written to ConfigMap ${draft.caConfigMap}`}; before, the name in the certificate of the backend was not checked and no server name was sent`,
          next: `Check that the certificate of the backend names ${draft.hostname}, or correct spec.validation.hostname of the policy.`,
        },
      });
    }
    if (tls.caSecret !== undefined) {
      claims.push({
        items: tls.caSecret.from,
        at: undefined,
        remark: {
          verdict: 'approximated',
          code: 'RS1609',
          emitted: policyRef('.caCertificateRefs'),
          severity: 'warning',
          message: `the CA is read from ConfigMap ${draft.caConfigMap} in the namespace of the Service, not from a Secret; a client certificate in the Secret is not presented`,
          next: `Copy ca.crt of the Secret into ConfigMap ${draft.caConfigMap}; set spec.tls.backend of the Gateway if backends want a client certificate.`,
        },
      });
    }
    return claims;
  }
}

function keyOf(namespace: string | undefined, service: string, portName: string | undefined): string {
  return `${namespace ?? ''}/${service}/${portName ?? ''}`;
}

function isPem(text: string): boolean {
  return text.includes('-----BEGIN CERTIFICATE-----') || holdsStandIn(text);
}

function nameClaim(items: readonly number[], hostname: string, named: boolean, emitted: EmittedRef[]): Claim {
  // The first item is the name where one is written; the switch for SNI follows it.
  return {
    items,
    at: undefined,
    remark: named
      ? { verdict: 'converted', code: 'RS1610', message: `${hostname} is sent as server name and verified`, emitted }
      : {
          verdict: 'approximated',
          code: 'RS1610',
          emitted,
          message: `${hostname} is sent as server name and verified; before, nginx sent its own internal name`,
        },
  };
}
