import type { UnderstoodShare } from '../convert-share.js';
import type { Ledger } from '../ledger/ledger.js';
import { formatHost, type HostPattern, isAround } from '../model/host-pattern.js';
import type { ItemId } from '../model/traced.js';
import type { ServedBeside, TrafficModel, VirtualHost } from '../model/traffic.js';
import { hostOfRoute } from './host-claims.js';

/** A wide host of a share, and the fields that name it. */
interface WideHost extends ServedBeside {
  readonly from: readonly ItemId[];
}

/** The wide hosts at which a share passes requests on, and so would take those of narrower hosts that have no route. */
export function wideHostsOf({ understanding: { model, routes }, options }: UnderstoodShare): WideHost[] {
  const all =
    options.to === 'openshift-route' && routes !== undefined
      ? routes.map(({ route, owner, from }) => ({
          host: hostOfRoute(route),
          owner,
          isSecured: route.tls !== undefined,
          from: from.host ?? [],
        }))
      : model.hosts.flatMap((one) => {
          const open = one.rules.filter(({ action }) => action.kind !== 'respond');
          const isSecured =
            options.defaultSslCertificate !== undefined ||
            one.tls.kind === 'terminate' ||
            open.some(({ plainHttp }) => plainHttp.kind === 'redirect');
          const named = [{ value: one.host, from: one.from }, ...one.aliases];
          return open.slice(0, 1).flatMap((rule) =>
            named.map(({ value, from }) => ({
              host: value,
              owner: rule.owner,
              isSecured,
              from: from.length > 0 ? from : rule.from,
            })),
          );
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

/** Says of wide hosts which names below them are closed although their controller answers for these, too. */
export function sayClosed(wide: readonly WideHost[], closed: readonly VirtualHost[], ledger: Ledger): void {
  for (const { host, from } of wide) {
    const names = closed.filter((one) => isAround(host, one.host)).map((one) => formatHost(one.host));
    if (names.length === 0) continue;
    ledger.sayAll(from, {
      verdict: 'approximated',
      code: 'RS0213',
      severity: 'warning',
      message: `${formatHost(host)} takes ${[...new Set(names)].sort().join(' and ')} today; such requests are closed after the conversion, because a controller guards them by that name and its rules are withheld`,
      next: 'Give the host to one controller, and convert again.',
    });
  }
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
