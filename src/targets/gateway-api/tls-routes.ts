import type { EmittedObject } from '../../conversion.js';
import type { Ledger } from '../../ledger/ledger.js';
import { refAt } from '../../ledger/verdict.js';
import type { Passthrough } from '../../model/traffic.js';
import { V1 } from './backend-tls.js';
import { type Features, whereFound } from './features.js';
import { emit } from './gateway-objects.js';
import type { Names } from './names.js';
import { metadata, sourceLine } from './object-metadata.js';
import { backendRef, type Grants } from './references.js';
import type { Topology } from './topology.js';

export function canPass(passthrough: Passthrough, features: Features, ledger: Ledger): boolean {
  if (passthrough.backend === undefined || passthrough.backend.port === undefined) {
    ledger.sayAll(passthrough.from, {
      verdict: passthrough.backend === undefined ? 'redundant' : 'unsupported',
      code: 'RS1210',
      severity: 'warning',
      message:
        passthrough.backend === undefined
          ? `no rule of type Prefix serves / of ${passthrough.host.name}: the controller closes its TLS connections`
          : `the port ${passthrough.backend.writtenPort} of ${passthrough.backend.service} is known by name only`,
      next: passthrough.backend === undefined ? 'Add a rule for /.' : 'Add the Service to the input.',
    });
    return false;
  }
  if (features.tlsRoute === undefined) {
    ledger.sayAll(passthrough.from, {
      verdict: 'unsupported',
      code: 'RS1211',
      severity: 'error',
      message: `the standard channel of Gateway API ${features.version} has no TLSRoute; ${whereFound('tlsRoute')}`,
      next: 'Pass --gateway-api-version 1.5.',
    });
    return false;
  }
  return true;
}

export function tlsRoute(
  passthrough: Passthrough,
  topology: Topology,
  features: Features,
  names: Names,
  grants: Grants,
  ledger: Ledger,
): EmittedObject {
  const { owner, host, backend } = passthrough;
  const name = names.give(
    `TLSRoute\n${owner.namespace ?? ''}`,
    `${owner.ref.name}-${host.name}`,
    `${sourceLine(owner)}\n${host.name}`,
  );
  const parent = topology.passthroughs.get(passthrough)?.(owner.namespace);
  if (backend !== undefined)
    grants.need('TLSRoute', owner.namespace, 'Service', backend.namespace, backend.service, [owner]);
  const apiVersion = features.tlsRoute ?? V1;
  const ref = { apiVersion, kind: 'TLSRoute', namespace: owner.namespace, name };
  ledger.sayAll(passthrough.from, {
    verdict: 'converted',
    code: 'RS1212',
    message:
      'TLS goes to the backend unopened, by a TLSRoute (assuming that the controller runs with --enable-ssl-passthrough)',
    emitted: [ref],
  });
  ledger.sayAll(passthrough.hostFrom, {
    verdict: 'converted',
    code: 'RS1019',
    message: 'the host of the routes',
    emitted: [refAt(ref, 'spec.hostnames')],
  });
  const backendRefs =
    backend?.port === undefined
      ? []
      : [backendRef({ namespace: backend.namespace, service: backend.service, port: backend.port }, owner.namespace)];
  return emit(
    {
      apiVersion,
      kind: 'TLSRoute',
      metadata: metadata(name, owner),
      spec: { parentRefs: parent === undefined ? [] : [parent], hostnames: [host.name], rules: [{ backendRefs }] },
    },
    [owner],
  );
}
