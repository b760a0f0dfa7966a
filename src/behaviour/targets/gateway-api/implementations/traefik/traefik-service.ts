import { type InvalidBackend, resolveBackend } from '../../backends.js';
import type { KubeObject } from '../../objects.js';
import type { ServiceSettings, ShareOfBackend } from '../../plane.js';
import { type Fields, fields, items, number, optionalFields, text } from '../../reading.js';
import type { PlaneContext } from '../implementation.js';
import { traefikGroup, traefikSeconds } from './values.js';

/** Services of services are followed this far. */
const maxDepth = 5;

/** Where a TraefikService leads: shares by weight, a mirrored service, or a service with a fallback. */
export function resolveTraefikService(
  service: KubeObject,
  context: PlaneContext,
  depth = 0,
): readonly ShareOfBackend[] {
  if (depth >= maxDepth) return [invalid(`${service.label}: services within services do not end`)];
  const weighted = optionalFields(service.spec.weighted);
  if (weighted === undefined) {
    const single = optionalFields(service.spec.mirroring) ?? optionalFields(fields(service.spec.failover).service);
    return single === undefined
      ? [invalid(`${service.label} names no service`)]
      : resolveOne(single, service, context, depth);
  }
  const members = items(weighted.services).map((member) => ({
    member,
    weight: Math.max(0, number(member.weight) ?? 1),
  }));
  const total = members.reduce((sum, { weight }) => sum + weight, 0);
  if (total === 0) return [invalid(`${service.label} has no service with a weight`)];
  return members
    .filter(({ weight }) => weight > 0)
    .flatMap(({ member, weight }) =>
      resolveOne(member, service, context, depth).map(({ backend, share }) => ({
        backend,
        share: (share * weight) / total,
      })),
    );
}

function resolveOne(
  member: Fields,
  owner: KubeObject,
  context: PlaneContext,
  depth: number,
): readonly ShareOfBackend[] {
  const namespace = text(member.namespace) ?? owner.namespace;
  const name = text(member.name) ?? '';
  if (text(member.kind) === 'TraefikService') {
    const found = context.objects.find(traefikGroup, 'TraefikService', namespace, name);
    return found === undefined
      ? [invalid(`TraefikService ${namespace}/${name} not found`)]
      : resolveTraefikService(found, context, depth + 1);
  }
  // The CRD provider asks for no grant: crossing namespaces is a switch at install time.
  const port = number(member.port) ?? Number(text(member.port));
  const backend = resolveBackend({ name, port }, { ...owner, namespace }, context);
  if ('problem' in backend) return [{ backend, share: 1 }];
  return [{ backend: { ...backend, settings: settingsOf(member, owner, context) }, share: 1 }];
}

/** Stickiness to a server, and the limits of the ServersTransport that the member names. */
function settingsOf(member: Fields, owner: KubeObject, context: PlaneContext): ServiceSettings {
  const cookie = optionalFields(fields(member.sticky).cookie);
  const name = text(member.serversTransport) ?? '';
  const transport = context.objects.find(traefikGroup, 'ServersTransport', owner.namespace, name);
  const timeouts = fields(transport?.spec.forwardingTimeouts);
  // The wait for an answer is limited as nginx limits it; silence within an answer is not.
  const limits = {
    connect: traefikSeconds(timeouts.dialTimeout),
    read: traefikSeconds(timeouts.responseHeaderTimeout),
  };
  return {
    guards: cookie === undefined ? [] : [{ kind: 'affinity', parameters: cookieOf(cookie) }],
    limits: Object.fromEntries(Object.entries(limits).flatMap(([key, s]) => (s === undefined ? [] : [[key, s]]))),
  };
}

function cookieOf(cookie: Fields): Record<string, string | number | boolean> {
  const name = text(cookie.name);
  const [maxAge, domain, sameSite] = [number(cookie.maxAge), text(cookie.domain), text(cookie.sameSite)];
  return {
    ...(name === undefined ? { generated: true } : { cookie: name }),
    mode: 'persistent',
    path: text(cookie.path) ?? '/',
    secure: cookie.secure === true,
    httpOnly: cookie.httpOnly === true,
    ...(maxAge === undefined || maxAge === 0 ? {} : { maxAge }),
    ...(domain === undefined ? {} : { domain }),
    ...(sameSite === undefined ? {} : { sameSite }),
  };
}

function invalid(problem: string): { readonly backend: InvalidBackend; readonly share: 1 } {
  return { backend: { problem }, share: 1 };
}
