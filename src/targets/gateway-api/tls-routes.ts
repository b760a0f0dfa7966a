import type { EmittedObject } from '../../conversion.js';
import { isIpAddress } from '../../kubernetes/dns-name.js';
import type { Ledger } from '../../ledger/ledger.js';
import { refAt } from '../../ledger/verdict.js';
import { formatHost } from '../../model/host-pattern.js';
import type { Backend, Passthrough } from '../../model/traffic.js';
import { heldBack } from '../blocker.js';
import { itemsOf } from '../items.js';
import { hostInName, type Names } from '../names.js';
import { metadata, sourceLine } from '../object-metadata.js';
import { V1 } from './backend-tls.js';
import { type Features, whereFound } from './features.js';
import { emit } from './gateway-objects.js';
import type { Planning } from './planning.js';
import { backendRef, type Grants } from './references.js';
import type { Topology } from './topology.js';
import { sayAccepted, sayWithheld } from './withholding.js';

export function canPass(passthrough: Passthrough, planning: Planning): boolean {
  const { features, ledger } = planning;
  const { backend } = passthrough;
  const portless = partsOf(passthrough).find(({ port }) => port === undefined);
  if (backend === undefined || portless !== undefined) {
    ledger.sayAll(passthrough.from, {
      verdict: backend === undefined ? 'redundant' : 'unsupported',
      code: 'RS1210',
      severity: 'warning',
      message: whyNoBackend(passthrough, portless),
      next:
        backend === undefined
          ? passthrough.closed === undefined
            ? 'Add a rule for /.'
            : 'Correct the backends.'
          : portless?.portUnknown === undefined
            ? 'Add the Service to the input.'
            : 'Name a port of the Service.',
    });
    if (passthrough.certain === true) sayHostUnserved(passthrough, ledger);
    return false;
  }
  if (passthrough.host.kind === 'exact' && isIpAddress(passthrough.host.name)) {
    ledger.sayAll(passthrough.from, {
      verdict: 'unsupported',
      code: 'RS2117',
      severity: 'error',
      message: `host names of Gateway API are no addresses, and so is no server name of TLS (${passthrough.host.name})`,
      next: 'Give it a name.',
    });
    sayHostUnserved(passthrough, ledger);
    return false;
  }
  if (features.tlsRoute === undefined) {
    ledger.sayAll(passthrough.from, {
      verdict: 'unsupported',
      code: 'RS1211',
      severity: 'error',
      message: `the standard channel of Gateway API ${features.version} has no TLSRoute; ${whereFound('tlsRoute')}`,
      next:
        planning.options.openshiftVersion === undefined
          ? 'Pass --gateway-api-version 1.5.'
          : 'Keep the Route until the cluster has TLSRoute (OpenShift 4.23).',
    });
    if (passthrough.certain === true) sayHostUnserved(passthrough, ledger);
    return false;
  }
  return isUnguarded(passthrough, planning);
}

/** Every backend that gets connections. */
function partsOf({ backend, shares }: Passthrough): Backend[] {
  return shares?.map(({ backend: one }) => one) ?? (backend === undefined ? [] : [backend]);
}

function whyNoBackend({ host, closed }: Passthrough, backend: Backend | undefined): string {
  if (backend === undefined)
    return (
      closed ?? `no rule of type Prefix serves / of ${formatHost(host)}: the controller closes its TLS connections`
    );
  return backend.portUnknown === undefined
    ? `the port ${backend.writtenPort} of ${backend.service} is known by name only`
    : `the port of Service ${backend.service} is not known: ${backend.portUnknown}`;
}

/** What belongs to connections of which nothing is published: the host, and what guards them. */
function sayHostUnserved({ host, hostFrom, policies = {} }: Passthrough, ledger: Ledger): void {
  const message = `no TLSRoute is written for ${formatHost(host)}`;
  const remark = { verdict: 'manual', code: 'RS1700', severity: 'info', message } as const;
  ledger.sayAll(hostFrom, remark);
  for (const item of itemsOf(policies)) if (ledger.isSilent(item)) ledger.say(item, remark);
}

/** What guards the connections has no field in a TLSRoute: without it nothing is published, unless that was accepted. */
function isUnguarded(passthrough: Passthrough, planning: Planning): boolean {
  if (passthrough.policies === undefined) return true;
  const { ledger } = planning;
  const { accepted, holding } = heldBack(
    planning.protections.missingOfConnections(passthrough.policies),
    planning.options,
    ledger,
  );
  if (holding.length === 0) {
    sayAccepted(accepted, planning);
    return true;
  }
  const { keys } = sayWithheld(holding, ledger);
  const message = `withheld with what guards it: ${[...new Set(holding.map(({ what }) => what))].join('; ')}`;
  ledger.sayAll(passthrough.from, { verdict: 'unsupported', code: 'RS1701', severity: 'info', message });
  sayHostUnserved(passthrough, ledger);
  const { ref, source } = passthrough.owner;
  planning.withheld.push({
    object: ref,
    source,
    field: 'spec',
    hostname: formatHost(passthrough.host),
    path: '',
    blockedBy: keys,
  });
  return false;
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
    `${owner.ref.name}-${hostInName(host)}`,
    `${sourceLine(owner)}\n${formatHost(host)}`,
  );
  const parent = topology.passthroughs.get(passthrough)?.(owner.namespace);
  const shares: readonly { readonly backend: Backend; readonly weight?: number }[] =
    passthrough.shares ?? (backend === undefined ? [] : [{ backend }]);
  for (const { backend: to } of shares)
    grants.need('TLSRoute', owner.namespace, 'Service', to.namespace, to.service, [owner]);
  const apiVersion = features.tlsRoute ?? V1;
  const ref = { apiVersion, kind: 'TLSRoute', namespace: owner.namespace, name };
  ledger.sayAll(passthrough.from, {
    verdict: 'converted',
    code: 'RS1212',
    message: `TLS goes to the backend unopened, by a TLSRoute${passthrough.certain === true ? '' : ' (assuming that the controller runs with --enable-ssl-passthrough)'}`,
    emitted: [ref],
  });
  const emitted = [refAt(ref, 'spec.hostnames')];
  ledger.sayAll(
    passthrough.hostFrom,
    host.kind === 'wildcard'
      ? {
          verdict: 'approximated',
          code: 'RS1008',
          severity: 'info',
          message: `*.${host.suffix} stands for one label before (a.${host.suffix}), here for any number of labels (a.b.${host.suffix} too)`,
          emitted,
        }
      : { verdict: 'converted', code: 'RS1019', message: 'the host of the routes', emitted },
  );
  const backendRefs = shares.flatMap(({ backend: { namespace, service, port }, weight }) =>
    port === undefined ? [] : [backendRef({ namespace, service, port }, owner.namespace, weight)],
  );
  return emit(
    {
      apiVersion,
      kind: 'TLSRoute',
      metadata: metadata(name, owner),
      spec: {
        parentRefs: parent === undefined ? [] : [parent],
        hostnames: [formatHost(host)],
        rules: [{ backendRefs }],
      },
    },
    [owner],
  );
}
