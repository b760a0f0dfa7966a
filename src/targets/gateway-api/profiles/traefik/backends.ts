import type { EmittedRef } from '../../../../ledger/verdict.js';
import type { Mirror } from '../../../../model/policies.js';
import type { Traced } from '../../../../model/traced.js';
import type { Backend } from '../../../../model/traffic.js';
import type { Claim } from '../../draft.js';
import type { BackendStandIn, RulePlace } from '../implementation.js';
import { balancingOf, canStandIn } from './balancing.js';
import { API_VERSION, claimsOn, GROUP, type Said } from './middleware.js';
import { sendSaid, transportOf } from './transport.js';

/**
 * TraefikServices in the place of Services, for what a Service cannot carry: cookies, strategies, times and TLS towards the
 * backend, mirrors (implementation-policies.md §1.5).
 */
export class Backends {
  readonly #version: string;
  /** Traefik keeps one configuration for each Service and port, whichever TraefikService names it (fullServiceName). */
  readonly #services = new Map<string, Readonly<Record<string, unknown>>>();

  constructor(version: string) {
    this.#version = version;
  }

  /** What stands in for a backend; undefined: the Service itself. */
  standIn(backend: Backend, place: RulePlace): BackendStandIn | undefined {
    const { rule, namespace, planning } = place;
    const { policies } = rule;
    const { port } = backend;
    if (port === undefined || !canStandIn(policies) || isElsewhere(backend, place)) return undefined;
    const balancing = balancingOf(place, this.#version);
    const transport = transportOf(policies, backend, namespace, this.#version);
    const transportRef = this.#transport(transport.spec, place);
    const wanted: Readonly<Record<string, unknown>> = {
      ...(policies.protocol?.value === 'https' ? { scheme: 'https' } : {}),
      ...balancing.fields,
      ...(transportRef === undefined ? {} : { serversTransport: transportRef.name }),
    };
    const mirror = policies.mirror;
    const mirrors = mirror !== undefined && !isForeign(mirror.value.namespace, place) ? mirror : undefined;
    const isPlain = Object.keys(wanted).length === 0 && mirrors === undefined && backend.externalName === undefined;
    if (isPlain) return undefined;
    const key = `${backend.namespace ?? ''}/${backend.service}:${port}`;
    const known = this.#services.get(key);
    const fields = known ?? wanted;
    this.#services.set(key, fields);
    const service = { kind: 'Service', name: backend.service, port, ...fields };
    const spec =
      mirrors === undefined
        ? { weighted: { services: [service] } }
        : { mirroring: { ...service, ...this.#mirrorFields(mirrors.value, place) } };
    const ref = planning.extras.need(
      { apiVersion: API_VERSION, kind: 'TraefikService', namespace, wanted: backend.service, content: { spec } },
      rule.owner,
    );
    const root = mirrors === undefined ? 'spec.weighted.services[0]' : 'spec.mirroring';
    const isKept = (field: string): boolean =>
      known === undefined || JSON.stringify(known[field]) === JSON.stringify(wanted[field]);
    const own = balancing.said.map((said) =>
      said.at === undefined || isKept(said.at.replace(/\..*$/, '')) ? under(root, said) : overruled(said, backend),
    );
    const further = [...(mirrors === undefined ? [] : mirrorSaid(mirrors)), ...externalSaid(backend, root)];
    const hasTransport = isKept('serversTransport') && isKept('scheme');
    const carried = transport.said.map((said) =>
      said.at === undefined || hasTransport ? said : overruled(said, backend),
    );
    const claims = [
      ...claimsOn(ref, [...own, ...further]),
      ...claimsOn(transportRef ?? ref, carried),
      ...(mirror !== undefined && mirrors === undefined ? foreignMirror(mirror) : []),
    ];
    return { group: GROUP, kind: 'TraefikService', name: ref.name, claims };
  }

  /** What a rule without stand-ins says about what one would have carried. */
  claimsWithout(place: RulePlace): Claim[] {
    const { rule, action, namespace } = place;
    const { policies } = rule;
    const { primary } = action.split;
    if (canStandIn(policies) && !isElsewhere(primary, place)) {
      if (this.#isWanted(primary, place)) return [];
      // What needs no field is said all the same.
      const said = [...balancingOf(place, this.#version).said, ...sendSaid(policies)];
      const mirror = policies.mirror === undefined ? [] : foreignMirror(policies.mirror);
      return [...plainClaims(said), ...mirror];
    }
    const { affinity, timeouts, mirror } = policies;
    const items = [
      ...(affinity === undefined
        ? []
        : [affinity.cookie, affinity.mode, affinity.maxAge].flatMap((one) => one?.from ?? [])),
      ...(affinity?.details ?? []),
      ...(timeouts?.read?.from ?? []),
      ...(timeouts?.send?.from ?? []),
      ...(mirror?.from ?? []),
    ];
    const why = isElsewhere(primary, place)
      ? `Service ${primary.namespace}/${primary.service} is in another namespace than the route (${namespace ?? 'unknown'})`
      : 'the backend has to be a plain Service, because it is spoken to in gRPC or a BackendTLSPolicy acts on it';
    const next = 'Write a TraefikService by hand, or do without.';
    const message = `a TraefikService would be needed for it, and ${why}`;
    return plainClaims([{ items, remark: { verdict: 'unsupported', code: 'RS2665', message, next } }]);
  }

  #isWanted(backend: Backend, place: RulePlace): boolean {
    const { policies } = place.rule;
    const { fields } = balancingOf(place, this.#version);
    const { spec } = transportOf(policies, backend, place.namespace, this.#version);
    const mirrors = policies.mirror !== undefined && !isForeign(policies.mirror.value.namespace, place);
    return (
      policies.protocol?.value === 'https' ||
      Object.keys(fields).length > 0 ||
      Object.keys(spec).length > 0 ||
      mirrors ||
      backend.externalName !== undefined
    );
  }

  #transport(
    spec: Readonly<Record<string, unknown>>,
    { rule, namespace, planning }: RulePlace,
  ): EmittedRef | undefined {
    if (Object.keys(spec).length === 0) return undefined;
    const wanted = `${rule.owner.ref.name}-transport`;
    return planning.extras.need(
      { apiVersion: API_VERSION, kind: 'ServersTransport', namespace, wanted, content: { spec } },
      rule.owner,
    );
  }

  #mirrorFields({ service, port, tuning }: Mirror, { namespace }: RulePlace): Record<string, unknown> {
    const known = this.#services.get(`${namespace ?? ''}/${service}:${port}`);
    return {
      ...(tuning?.withBody?.value === false ? { mirrorBody: false } : {}),
      mirrors: [{ kind: 'Service', name: service, port, ...known, percent: 100 }],
    };
  }
}

function isForeign(namespace: string | undefined, place: RulePlace): boolean {
  return namespace !== undefined && namespace !== place.namespace;
}

function isElsewhere(backend: Backend, place: RulePlace): boolean {
  return isForeign(backend.namespace, place);
}

function under(root: string, said: Said): Said {
  return said.at === undefined ? said : { ...said, at: `${root}.${said.at}` };
}

function plainClaims(said: readonly Said[]): Claim[] {
  return said.flatMap(({ items, remark }) => (items.length === 0 ? [] : [{ items, remark, at: undefined }]));
}

function mirrorSaid({ value, from }: Traced<Mirror>): Said[] {
  const { service, port, tuning } = value;
  return [
    {
      items: from,
      at: 'spec.mirroring.mirrors',
      remark: {
        verdict: 'approximated',
        code: 'RS2663',
        message: `every request is copied to Service ${service}:${port} with its path, query and Host; before, the copy carried the Host of the target`,
      },
    },
    {
      items: tuning?.withBody?.from ?? [],
      at: 'spec.mirroring.mirrorBody',
      remark: {
        verdict: 'converted',
        code: 'RS2663',
        message: tuning?.withBody?.value === false ? 'bodies are not copied' : 'bodies are copied, too',
      },
    },
  ];
}

function foreignMirror({ value, from }: Traced<Mirror>): Claim[] {
  const message = `nothing is copied to Service ${value.namespace}/${value.service}: a TraefikService names Services of other namespaces only where allowCrossNamespace is set`;
  const next = 'Put a Service of type ExternalName, or the mirror itself, into the namespace of the route.';
  return plainClaims([{ items: from, remark: { verdict: 'unsupported', code: 'RS2663', message, next } }]);
}

function externalSaid(backend: Backend, root: string): Said[] {
  if (backend.externalName === undefined) return [];
  return [
    {
      items: backend.from,
      at: root,
      remark: {
        verdict: 'approximated',
        code: 'RS2664',
        severity: 'warning',
        message: `Service ${backend.service} of type ExternalName is reached through a TraefikService, for which Traefik has to be started with providers.kubernetesCRD.allowExternalNameServices`,
        next: 'Set the option, or give the name a Service with endpoints.',
      },
    },
  ];
}

function overruled({ items }: Said, { service, port }: Backend): Said {
  return {
    items,
    remark: {
      verdict: 'unsupported',
      code: 'RS2470',
      message: `Traefik keeps one configuration for Service ${service}:${port}, and another rule asks for something else: its values are written`,
      next: 'Give the paths Services of their own, or let both ask for the same.',
    },
  };
}
