import type { Alternative, Backend, Split } from '../../model/traffic.js';
import { converted, lost, type RouteClaim } from './claims.js';

/** `spec.to`, `spec.alternateBackends` and `spec.port`. */
export interface RouteBackends {
  readonly to: { readonly kind: 'Service'; readonly name: string; readonly weight?: number };
  readonly alternateBackends?: readonly [{ readonly kind: 'Service'; readonly name: string; readonly weight: number }];
  readonly port?: { readonly targetPort: string | number };
  readonly claims: readonly RouteClaim[];
}

/** Weights of a Route are whole numbers up to this one (CRD). */
const HEAVIEST = 256;

/** Where the requests of a rule go. A share becomes weights; headers and cookies decide nothing (semantics 3.2). */
export function backendsOf(split: Split): RouteBackends {
  const { primary, alternative } = split;
  const claims: RouteClaim[] = [...portClaims(primary)];
  const to = { kind: 'Service', name: primary.service } as const;
  const targetPort = targetPortOf(primary);
  const port = targetPort === undefined ? {} : { port: { targetPort } };
  if (alternative === undefined) return { to, ...port, claims };
  claims.push(...decisionClaims(alternative));
  const { weight, total } = alternative.share.value;
  const whyNot = whyNoShare(primary, alternative);
  if (whyNot !== undefined) {
    const next = 'Give the canary a host of its own, or make the ports of both Services alike.';
    claims.push(lost([...alternative.from, ...alternative.share.from], 'RS2173', whyNot, next));
    return { to, ...port, claims };
  }
  if (weight <= 0) {
    const message = `no share of the requests goes to ${alternative.backend.service}, so it is left out`;
    const items = [...alternative.from, ...alternative.share.from];
    claims.push({
      items,
      at: undefined,
      remark:
        alternative.decisions.length > 0
          ? { verdict: 'unsupported', code: 'RS2173', message, next: 'Give the canary a host of its own.' }
          : { verdict: 'redundant', code: 'RS1307', message },
    });
    return { to, ...port, claims };
  }
  const [main, other] = scaled(total - weight, weight, total);
  const service = alternative.backend.service;
  const exact = main * weight === other * (total - weight);
  const scale = exact ? 'the same share in smaller numbers' : `scaled to ${HEAVIEST} at most`;
  const arithmetic =
    total <= HEAVIEST
      ? `weights ${main} and ${other}`
      : `weights ${main} and ${other}, which are ${total - weight} and ${weight} of ${total}, ${scale}`;
  const message = `${weight} of ${total} requests go to ${service}: ${arithmetic}`;
  claims.push(
    exact
      ? converted(alternative.share.from, 'RS2172', message, 'spec.alternateBackends')
      : {
          items: alternative.share.from,
          at: 'spec.alternateBackends',
          remark: { verdict: 'approximated', code: 'RS2172', severity: 'info', message },
        },
    converted(
      alternative.from,
      'RS2172',
      `shares the Route of its main Ingress: ${primary.service} and ${service}`,
      'spec.alternateBackends',
    ),
  );
  return {
    to: { ...to, weight: main },
    alternateBackends: [{ kind: 'Service', name: service, weight: other }],
    ...port,
    claims,
  };
}

/** Numbers that a Route can have for a share: the same, the same reduced, or the nearest ones. */
function scaled(main: number, other: number, total: number): [number, number] {
  if (total <= HEAVIEST) return [main, other];
  const divisor = commonDivisor(main, other);
  const largest = Math.max(main, other);
  if (largest / divisor <= HEAVIEST) return [main / divisor, other / divisor];
  // A share that is there stays there, however small.
  const part = (share: number): number => (share === 0 ? 0 : Math.max(1, Math.round((share * HEAVIEST) / largest)));
  return [part(main), part(other)];
}

function commonDivisor(a: number, b: number): number {
  return b === 0 ? a : commonDivisor(b, a % b);
}

function whyNoShare(primary: Backend, { backend }: Alternative): string | undefined {
  if (backend.namespace !== primary.namespace)
    return `Service ${backend.service} is in another namespace, and a Route only refers to its own`;
  if (backend.externalName !== undefined)
    return `Service ${backend.service} is of type ExternalName, which has no endpoints for the router`;
  if (backend.service === primary.service)
    return `both ports are of Service ${backend.service}, and a Route has one port for a Service`;
  const [own, other] = [targetPortOf(primary), targetPortOf(backend)];
  if (own !== other)
    return `a Route has one port for all of its Services: ${primary.service} is asked for port ${own ?? primary.writtenPort}, ${backend.service} for ${other ?? backend.writtenPort}`;
  return undefined;
}

function decisionClaims({ decisions, share }: Alternative): RouteClaim[] {
  const rest = share.value.weight > 0 ? 'only the share decides' : 'it gets no requests';
  return decisions.map(({ on, name, from }) =>
    lost(
      from,
      'RS2173',
      `no Route looks at the ${on} ${name}: ${rest}`,
      'Give the canary a host of its own, or decide in the application.',
    ),
  );
}

/** The name of the Service's port, if it has one (semantics 2.5). Without a name the Service has one port only. */
function targetPortOf({ isKnown, externalName, portName, port, writtenPort }: Backend): string | number | undefined {
  if (isKnown === true && externalName === undefined) return portName === '' ? undefined : portName;
  return port ?? writtenPort;
}

function portClaims(backend: Backend): RouteClaim[] {
  const { service, port, from, writtenPort, isKnown } = backend;
  if (isKnown === true) return [];
  return [
    {
      items: from,
      at: 'spec.port.targetPort',
      remark: {
        verdict: 'approximated',
        code: 'RS2171',
        severity: 'warning',
        message:
          port === undefined
            ? `Service ${service} is not in the input: ${writtenPort} is taken to be the name of its port, and not of a port of the pods`
            : `Service ${service} is not in the input: a Route names its port or the number of a port of the pods, and ${port} is only right if the pods listen on it; the router answers 503 otherwise`,
        next: `Add the manifest of Service ${service} to the input.`,
      },
    },
  ];
}
