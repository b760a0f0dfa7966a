import type { HostTls, VirtualHost } from '../../model/traffic.js';
import type { HostCertificate } from './certificates.js';
import type { Context } from './context.js';
import type { Readings } from './hosts.js';
import { DEFAULT_SERVER, type RoutingTable, type Server } from './routing-table.js';

/** from-to-www-redirect makes a server of its own for the counterpart name (semantics §5.6). */
export function wwwOf(
  server: Server,
  table: RoutingTable,
  readings: Readings,
  tls: HostTls,
  certificate: HostCertificate | undefined,
  context: Context,
): VirtualHost | undefined {
  if (readings.redirects.size === 0) return undefined;
  const location = server.locations.find((l) => !l.implicit && readings.redirects.get(l.owner)?.www !== undefined);
  if (location === undefined || server.host === DEFAULT_SERVER) return undefined;
  const from = [
    ...new Set(server.locations.flatMap((l) => (l.implicit ? [] : (readings.redirects.get(l.owner)?.www?.from ?? [])))),
  ];
  if (server.host.startsWith('*.')) {
    context.ledger.sayAll(from, {
      verdict: 'invalid',
      code: 'RS1009',
      severity: 'error',
      message: `on the wildcard host ${server.host} this makes a server name that nginx refuses: the controller cannot reload`,
      next: 'Remove the annotation.',
    });
    return undefined;
  }
  const counterpart = server.host.startsWith('www.') ? server.host.slice(4) : `www.${server.host}`;
  if (table.servers.has(counterpart)) {
    context.ledger.sayAll(from, {
      verdict: 'redundant',
      code: 'RS1109',
      message: `${counterpart} is itself the host of an Ingress, so the controller makes no redirect`,
    });
    return undefined;
  }
  if (counterpart.length > 253) {
    const message = 'www. before the host makes a name of more than 253 characters, which no client can ask for';
    context.ledger.sayAll(from, { verdict: 'redundant', code: 'RS1109', message });
    return undefined;
  }
  const status = context.settings.integer('http-redirect-code', 308);
  const covered = certificate?.covers(counterpart) === true;
  return {
    host: { kind: 'exact', name: counterpart },
    aliases: [],
    tls: covered ? tls : { kind: 'default' },
    from: [],
    rules: [
      {
        owner: location.owner.owner,
        label: 'from-to-www-redirect',
        path: { kind: 'element-prefix', path: '/' },
        action: {
          kind: 'redirect',
          redirect: { value: { status, hostname: server.host, keepsQuery: true, purpose: 'other-host' }, from },
        },
        plainHttp: { kind: 'serve', from: [] },
        policies: {},
        from: [],
        regexFrom: [],
      },
    ],
  };
}
