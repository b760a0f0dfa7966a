import type { FindingCode } from '../../ledger/catalogue.js';
import type { Ledger } from '../../ledger/ledger.js';
import { type EmittedRef, type Remark, refAt } from '../../ledger/verdict.js';
import { formatHost, type HostPattern } from '../../model/host-pattern.js';
import type { ItemId } from '../../model/traced.js';
import type { HostPlan } from './host-plan.js';
import type { HostRefs } from './host-refs.js';

const HOST_OF_ROUTES = { verdict: 'converted', code: 'RS1019', message: 'the host of the routes' } as const;

/** Says what became of the fields that name a host: each is told of the routes of its own object. */
export function sayHost(plan: HostPlan, refs: HostRefs, sourceName: string, ledger: Ledger): void {
  const { host } = plan;
  if (refs.all.length === 0) {
    sayUnpublished(plan, ledger);
    return;
  }
  const say = (items: readonly ItemId[], remark: Remark & { readonly code: FindingCode }): void => {
    let last: readonly EmittedRef[] | undefined;
    let emitted: readonly EmittedRef[] = [];
    for (const item of items) {
      const own = refs.of(ledger.objectOf(item));
      // Mostly one object names the host, in several fields.
      if (own !== last) emitted = host.host.kind === 'any' ? own : own.map((ref) => refAt(ref, 'spec.hostnames'));
      last = own;
      ledger.say(item, remark, emitted);
    }
  };
  const asked = host.aliases.length === 0 ? '' : alsoAsked(host.aliases.map(({ value }) => value));
  for (const alias of host.host.kind === 'any' ? [] : host.aliases) {
    const message = `the aliases are host names of the routes${asked}`;
    say(alias.from, { verdict: 'converted', code: 'RS1110', message });
  }
  if (host.aliasOf !== undefined) {
    const message = `an alias of ${host.aliasOf} that its certificate is not known to cover (a Secret outside the input is taken to cover the hosts listed with it): served ${plan.certificate === undefined ? 'on plain HTTP' : 'with the default certificate and on plain HTTP'}, without redirect${alsoAsked([host.host])}`;
    say(host.from, { verdict: 'approximated', code: 'RS1110', message });
    return;
  }
  switch (host.host.kind) {
    case 'exact':
      say(host.from, HOST_OF_ROUTES);
      return;
    case 'any':
      // A default backend without rules has no field that names hosts: its paths speak.
      say(host.from.length > 0 ? host.from : host.rules.flatMap((rule) => rule.from), {
        verdict: 'approximated',
        code: 'RS1014',
        severity: 'warning',
        message: `routes without a host name; the controller asks these rules only for hosts that no Ingress names, a gateway may also ask them for unmatched paths of the others${ownPages(plan)}`,
        next: 'Check what unmatched paths of your hosts answer after the cut-over.',
      });
      return;
    case 'wildcard':
      say(
        host.from,
        host.host.labels === 'many'
          ? HOST_OF_ROUTES
          : {
              verdict: 'approximated',
              code: 'RS1008',
              severity: 'info',
              message: `*.${host.host.suffix} stands for one label at ${sourceName} (a.${host.host.suffix}), here for any number of labels (a.b.${host.host.suffix} too); some gateways also ask it for unmatched paths of other hosts below it`,
            },
      );
      return;
  }
}

function sayUnpublished({ host, planned }: HostPlan, ledger: Ledger): void {
  const withheld = planned.some((p) => p.withheldComment !== undefined);
  const message = `nothing is published for ${host.host.kind === 'any' ? 'unknown hosts' : `${formatHost(host.host)}; its requests fall to routes of a wildcard above it, where there is one`}`;
  ledger.sayAll(
    host.from,
    withheld ? { verdict: 'manual', code: 'RS1700', message } : { verdict: 'redundant', code: 'RS1018', message },
  );
  for (const alias of host.aliases) ledger.sayAll(alias.from, { verdict: 'manual', code: 'RS1700', message });
}

/** A wildcard alias stands for any number of labels on both sides; what differs is who else gets to its routes. */
function alsoAsked(aliases: readonly HostPattern[]): string {
  const wildcards = aliases.filter(({ kind }) => kind === 'wildcard').map(formatHost);
  if (wildcards.length === 0) return '';
  return `; some gateways also ask ${wildcards.join(' and ')} for unmatched paths of other hosts below`;
}

/** ingress-nginx answers some paths itself; controllers that compare paths as they are sent do not. */
function ownPages({ host: { rules } }: HostPlan): string {
  return rules.some(({ path }) => path.kind !== 'regex' && path.asWritten === true)
    ? ''
    : '. /healthz and /nginx_status of unknown hosts, which the controller answers itself, are routed like other paths';
}
