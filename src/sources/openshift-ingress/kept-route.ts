import { splitLabels } from '../../kubernetes/ownership-labels.js';
import type { Route, RouteTls } from '../../kubernetes/route.js';
import type { OriginatedRoute } from '../../model/originated-route.js';
import type { ItemId } from '../../model/traced.js';
import type { Place } from './generated-routes.js';
import type { Context, ManagedIngress } from './managed-ingress.js';

/**
 * The Route that the controller made earlier of a path and can no longer change, because the API server refuses what it
 * wants now: it is served as it stands (reference §1.6 point 9, §1.8). Its certificate is in the Route alone.
 *
 * @param why the words of the refusal
 */
export function keptRoute(
  { item, hostItem, label, host, path }: Place,
  { ingress, owner, namespace, annotations }: ManagedIngress,
  live: Route,
  { why, next }: { readonly why: string; readonly next: string },
  { ledger, names }: Context,
): OriginatedRoute {
  const certificate =
    live.tls?.certificate === undefined
      ? ''
      : '; its certificate is not taken over, so the default one of the router is';
  ledger.say(item, {
    verdict: 'approximated',
    code: 'RS2143',
    message: `the API server refuses the Route that the controller wants (${why}), so Route ${live.meta.name}, which it made before, stays as it is and is what is converted${certificate}`,
    next,
  });
  const parts: readonly ItemId[] = [item];
  return {
    route: {
      ...live,
      manifest: ingress.manifest,
      meta: {
        ...live.meta,
        name: names.give(namespace, ingress.meta.name, host, path),
        labels: splitLabels(live.meta.labels).kept,
      },
      ...(live.tls === undefined ? {} : { tls: withoutCertificate(live.tls) }),
    },
    owner,
    label,
    from: {
      host: hostItem === undefined ? parts : [hostItem],
      path: parts,
      to: parts,
      port: parts,
      ...(live.tls === undefined ? {} : { tls: parts, insecure: parts }),
    },
    annotations: new Map(
      [...annotations.passedOn].filter(([key]) => live.meta.annotations[key] === ingress.meta.annotations[key]),
    ),
  };
}

function withoutCertificate({
  termination,
  insecure,
  externalCertificate,
  destinationCaCertificate,
}: RouteTls): RouteTls {
  return {
    termination,
    insecure,
    destinationCaCertificate,
    ...(externalCertificate === undefined ? {} : { externalCertificate }),
  };
}
