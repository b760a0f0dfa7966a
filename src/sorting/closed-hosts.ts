import type { UnderstoodShare } from '../convert-share.js';
import { formatHost, type HostPattern, isAround } from '../model/host-pattern.js';
import type { ServedBeside, TrafficModel, VirtualHost } from '../model/traffic.js';
import { hostOfRoute } from './host-claims.js';

/** The wide hosts at which a share passes requests on, and so would take those of narrower hosts that have no route. */
export function wideHostsOf({ understanding: { model, routes }, options }: UnderstoodShare): ServedBeside[] {
  const all =
    options.to === 'openshift-route' && routes !== undefined
      ? routes.map(({ route, owner }) => ({ host: hostOfRoute(route), owner, isSecured: route.tls !== undefined }))
      : model.hosts.flatMap((one) => {
          const open = one.rules.filter(({ action }) => action.kind !== 'respond');
          const isSecured =
            options.defaultSslCertificate !== undefined ||
            one.tls.kind === 'terminate' ||
            open.some(({ plainHttp }) => plainHttp.kind === 'redirect');
          const patterns = [one.host, ...one.aliases.map(({ value }) => value)];
          return open.slice(0, 1).flatMap(({ owner }) => patterns.map((host) => ({ host, owner, isSecured })));
        });
  return all.filter(({ host }) => host.kind !== 'exact');
}

/** What is left of a host that is withheld although it has a guard: nobody is let in. */
export function closedHost(one: VirtualHost, host: HostPattern): VirtualHost[] {
  const [first] = one.rules;
  if (first === undefined) return [];
  const path = { kind: 'element-prefix', path: '/' } as const;
  const reason = `${formatHost(host)} is withheld, and a wider host would take its requests`;
  return [
    {
      host,
      aliases: [],
      tls: one.tls,
      rules: [
        {
          owner: first.owner,
          label: 'closed',
          path,
          action: { kind: 'respond', status: 503, reason, from: [] },
          plainHttp: { kind: 'serve', from: [] },
          policies: {},
          from: [],
          regexFrom: [],
        },
      ],
      from: [],
    },
  ];
}

/** A model that knows of what others serve at the same address, and closes what it gave up where a wider host is served. */
export function besideOthers(
  model: TrafficModel,
  closed: readonly VirtualHost[],
  own: readonly ServedBeside[],
  besides: readonly ServedBeside[],
): TrafficModel {
  const wide = [...own, ...besides];
  const needed = closed.filter(({ host }) => wide.some((one) => isAround(one.host, host)));
  if (needed.length === 0 && besides.length === 0) return model;
  const hosts = [...model.hosts, ...needed].sort((a, b) => compare(formatHost(a.host), formatHost(b.host)));
  return { ...model, hosts: needed.length === 0 ? model.hosts : hosts, besides };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
