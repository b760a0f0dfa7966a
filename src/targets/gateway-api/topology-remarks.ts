import type { Ledger } from '../../ledger/ledger.js';
import { formatHost } from '../../model/host-pattern.js';
import type { ItemId } from '../../model/traced.js';
import type { ConvertOptions, NamespacedName, SourceName } from '../../options.js';
import { itemsOf } from '../items.js';
import { gatewayOfPlan } from './chosen-gateway.js';
import { type Features, whereFound } from './features.js';
import type { HostPlan } from './host-plan.js';
import type { Survey } from './survey.js';
import type { Topology } from './topology.js';

export function sayCertificate(
  plan: HostPlan,
  topology: Topology,
  options: ConvertOptions,
  sourceName: string,
  ledger: Ledger,
): void {
  const { tls } = plan.host;
  const host = formatHost(plan.host.host);
  if (tls.kind === 'http-only') return;
  if (tls.kind === 'default') {
    sayDefaultCertificate(plan, options, ledger);
    return;
  }
  if (!plan.isPublished) {
    const message = `nothing is published for ${host}, so it has no listener`;
    ledger.sayAll(tls.from, { verdict: 'manual', code: 'RS1700', severity: 'info', message });
    return;
  }
  if (gatewayOfPlan(plan, options) !== undefined) {
    const section = topology.attachments.get(plan)?.https?.(undefined, [])[0]?.sectionName ?? 'https';
    ledger.sayAll(tls.from, {
      verdict: 'manual',
      code: 'RS1213',
      message: `the routes attach to listener ${section} of the existing Gateway, which has to present the certificate of ${host}`,
      next:
        tls.certificate.kind === 'secret'
          ? `Add Secret ${tls.certificate.name} to the certificateRefs of that listener.`
          : 'Check its certificate.',
    });
    return;
  }
  const emitted = topology.listenersOf.get(host) ?? [];
  if (tls.certificate.kind === 'secret') {
    ledger.sayAll(tls.from, {
      verdict: 'converted',
      code: 'RS1202',
      message: `listener for ${host} with Secret ${tls.certificate.name}`,
      emitted,
    });
  } else if (options.defaultSslCertificate !== undefined) {
    ledger.sayAll(tls.from, {
      verdict: 'converted',
      code: 'RS1202',
      message: `listener for ${host} with the default certificate`,
      emitted,
    });
  } else {
    ledger.sayAll(tls.from, {
      verdict: 'approximated',
      code: 'RS1214',
      severity: 'warning',
      message: `${host} is served with ${sourceName}'s default certificate, which the input does not name; the listener refers to a Secret default-ssl-certificate that does not exist yet`,
      next: 'Pass --default-ssl-certificate NAMESPACE/NAME, or create that Secret in the namespace of the Gateway.',
      emitted,
    });
  }
}

/** The controller answers https for every host, with its default certificate if need be (semantics §11.2). */
export function sayHostsWithoutHttps(plans: readonly HostPlan[], options: ConvertOptions, ledger: Ledger): void {
  const without = plans.filter((p) => p.host.tls.kind === 'default' && p.certificate === undefined && p.isPublished);
  if (without.length === 0) return;
  const names = without.flatMap(({ host }) =>
    [host.host, ...host.aliases.map((a) => a.value)].map((h) => (h.kind === 'any' ? 'unknown hosts' : formatHost(h))),
  );
  const shown = names.length > 5 ? `${names.slice(0, 5).join(', ')} and ${names.length - 5} more` : names.join(', ');
  const item = ledger.openElsewhere({ file: '(options)', line: 1, column: 1 }, 'options.defaultSslCertificate');
  ledger.say(item, {
    verdict: 'approximated',
    code: 'RS1216',
    severity: without.some((plan) => gatewayOfPlan(plan, options) === undefined) ? 'warning' : 'info',
    message: `the controller also answers https for hosts without TLS of their own (${shown}), with its default certificate; here they are served on plain HTTP only`,
    next: 'Pass --default-ssl-certificate NAMESPACE/NAME if clients use https there.',
  });
}

/** https is served although the host has no certificate of its own: clients are sent there, or would get to a wider host. */
function sayDefaultCertificate(plan: HostPlan, options: ConvertOptions, ledger: Ledger): void {
  if (plan.certificate === undefined || options.defaultSslCertificate !== undefined || !plan.isPublished) return;
  const host = formatHost(plan.host.host);
  const why = plan.planned.some((p) => p.redirects)
    ? `clients of ${host} are sent to https, which the controller serves`
    : `a wider host has https, where the controller also serves ${host},`;
  ledger.sayAll(namersOf(plan, ledger), {
    verdict: 'approximated',
    code: 'RS1214',
    severity: 'warning',
    message: `${why} with its default certificate; the listener refers to a Secret default-ssl-certificate that does not exist yet`,
    next: 'Pass --default-ssl-certificate NAMESPACE/NAME, or create that Secret in the namespace of the Gateway.',
  });
}

/** The fields that name a host; where none does, the first item of its rules that an object holds. */
function namersOf({ host }: HostPlan, ledger: Ledger): readonly ItemId[] {
  if (host.from.length > 0) return host.from;
  return itemsOf(host)
    .filter((item) => ledger.objectOf(item) !== undefined)
    .slice(0, 1);
}

/** An existing Gateway lets in routes of its own namespace only, unless it says otherwise. */
function sayExistingGateway(gateway: NamespacedName, plans: readonly HostPlan[], ledger: Ledger): void {
  const namespaces = new Set(
    plans.flatMap((plan) => (plan.isPublished ? plan.owners.map((one) => one.namespace) : [])),
  );
  const foreign = [...namespaces].flatMap((ns) => (ns === undefined || ns === gateway.namespace ? [] : [ns])).sort();
  if (foreign.length === 0) return;
  ledger.say(ledger.openElsewhere({ file: '(options)', line: 1, column: 1 }, 'options.gateway'), {
    verdict: 'manual',
    code: 'RS1805',
    message: `the listeners of Gateway ${gateway.namespace}/${gateway.name} have to let in routes of other namespaces: ${foreign.join(', ')}`,
    next: 'Set allowedRoutes.namespaces on its listeners; the default is its own namespace only.',
  });
}

export function sayListeners(
  options: ConvertOptions,
  features: Features,
  topology: Topology,
  { isOfRoutes, namespaces }: Survey,
  ledger: Ledger,
): void {
  const source = { file: '(options)', line: 1, column: 1 };
  if (options.listeners === 'listenerset' && !features.listenerSet && topology.gateways.length > 0) {
    ledger.say(ledger.openElsewhere(source, 'options.listeners'), {
      verdict: 'unsupported',
      code: 'RS1803',
      message: `Gateway API ${features.version} has no ListenerSet; ${whereFound('listenerSet')}. All listeners are on Gateways`,
    });
  }
  for (const share of topology.chosen) sayExistingGateway(share.choice.gateway, share.plans, ledger);
  const classes = new Set(topology.gateways.map((gateway) => gateway.className));
  if (topology.gateways.length > 0 && options.gatewayClass === undefined) {
    const names = [...classes].sort().join(', ');
    ledger.say(ledger.openElsewhere(source, 'options.gatewayClass'), {
      verdict: 'approximated',
      code: 'RS1801',
      severity: 'warning',
      message: isOfRoutes
        ? `the GatewayClass is assumed to be called ${names}, as the documentation of OpenShift has it`
        : `the GatewayClass is assumed to be called like the Ingress class: ${names}`,
      next: 'Pass --gateway-class NAME.',
    });
  }
  if (options.gatewayNamespace === undefined && topology.gateways.some((g) => g.namespace === 'gateway-system')) {
    ledger.say(ledger.openElsewhere(source, 'options.gatewayNamespace'), {
      verdict: 'approximated',
      code: 'RS1802',
      severity: 'warning',
      message: `the ${isOfRoutes ? 'Routes' : 'Ingresses'} are in several namespaces, so the Gateway is put into gateway-system, which may not exist`,
      next: 'Pass --gateway-namespace NAME.',
    });
  }
  // The Services and Secrets that flags of the controller name have a namespace, too.
  const named = options.defaultBackendService ?? options.defaultSslCertificate;
  if (namespaces.has(undefined) && (namespaces.size > 1 || named !== undefined)) {
    ledger.say(ledger.openElsewhere(source, 'options.namespace'), {
      verdict: 'approximated',
      code: 'RS1806',
      message:
        'some manifests have a namespace and some have none: what those refer to, and who may refer to them, depends on where they are applied',
      next: 'Pass --namespace NAME.',
    });
  }
  if (options.gatewayPer === 'class' && topology.gateways.length > classes.size) {
    ledger.say(ledger.openElsewhere(source, 'options.listeners'), {
      verdict: 'approximated',
      code: 'RS1804',
      severity: 'warning',
      message: `a Gateway has 64 listeners at most, so the hosts are spread over ${topology.gateways.length} Gateways, each with an address of its own`,
      next: 'Pass --listeners listenerset to keep one Gateway (if your implementation supports ListenerSet).',
    });
  }
}

/**
 * Says once that requests with unusual spellings of a path may be matched otherwise: HTTPPathMatch compares "as written"
 * or normalised, as the implementation likes.
 */
export function sayPathSpellings(
  { isAsWritten, namespaces }: Survey,
  withheld: number,
  source: SourceName,
  sourceName: string,
  ledger: Ledger,
): void {
  if (namespaces.size === 0) return;
  if (isAsWritten) {
    ledger.say(
      ledger.openElsewhere(
        { file: sourceName === 'the router' ? '(router defaults)' : '(controller defaults)', line: 1, column: 1 },
        sourceName === 'the router' ? 'router.paths' : 'controller.paths',
      ),
      {
        verdict: 'approximated',
        code: 'RS1021',
        severity: withheld > 0 ? 'warning' : 'info',
        message: `${sourceName} compares paths as they are sent (/%61pi and //api are not /api); a gateway that normalises them first finds another rule for such requests${withheld > 0 ? ', also where a path was withheld' : ''}`,
        next: 'Check how your implementation treats escaped and doubled characters in paths.',
      },
    );
    return;
  }
  const item = ledger.openElsewhere({ file: `(${source} defaults)`, line: 1, column: 1 }, 'controller.merge-slashes');
  ledger.say(item, {
    verdict: 'approximated',
    code: 'RS1021',
    severity: withheld > 0 ? 'warning' : 'info',
    message: `paths are compared decoded and with doubled slashes merged (/%61pi and //api are /api); a gateway that compares them as written finds another rule for such requests, or none${withheld > 0 ? ', also where a path was withheld' : ''}`,
    next: 'Check that your implementation normalises paths before it matches them.',
  });
}
