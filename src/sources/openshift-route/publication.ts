import { isDnsName } from '../../kubernetes/dns-name.js';
import { holdsStandIn } from '../../kubernetes/stand-ins.js';
import type { OriginatedRoute } from '../../model/originated-route.js';
import type { Candidate } from './admission.js';
import type { Context } from './context.js';
import { hostItems, itemsOfRoute } from './route-items.js';

/**
 * The host under which a Route is published: its own; else one below the domain that the user names, or the one that its
 * status names (reference §2.10, host assignment). Undefined where neither is known.
 */
export function candidateOf(originated: OriginatedRoute, context: Context): Candidate | undefined {
  const { route, from } = originated;
  const { ledger, options } = context;
  if (route.host !== '' && isDomainOpen(route)) {
    sayUnknown(
      originated,
      context,
      'which domain the wildcard stands for is not known before the host has a value',
      'Pass --param NAME=VALUE.',
    );
    return undefined;
  }
  if (route.host !== '') {
    if (from.subdomain !== undefined)
      ledger.sayAll(from.subdomain, { verdict: 'redundant', code: 'RS2131', message: 'spec.host wins over it' });
    sayGenerated(originated, context, false);
    return { originated, hostname: route.host, host: hostOf(route.host, route.wildcardPolicy) };
  }
  const named = assignedHost(originated, options.ingressDomain);
  const assigned = named ?? route.admitted.find(({ host }) => host !== '')?.host;
  const items = hostItems(originated);
  if (assigned === undefined || !isDnsName(assigned)) {
    sayUnknown(
      originated,
      context,
      'the host is made from the domain of the IngressController, which the input does not name',
      'Pass --ingress-domain (oc get ingresses.config cluster -o jsonpath={.spec.domain}), or name the host in the Route.',
    );
    return undefined;
  }
  ledger.sayAll(items, {
    verdict: 'approximated',
    code: 'RS2119',
    message:
      named !== undefined
        ? `published as ${assigned}, below the domain ${options.ingressDomain ?? ''}, as the cluster would name it`
        : `published as ${assigned}, which the status of the Route names`,
  });
  sayGenerated(originated, context, true);
  return { originated, hostname: assigned, host: hostOf(assigned, route.wildcardPolicy) };
}

/** A wildcard takes the place of the first element of the host: in one that is a parameter as a whole, nobody knows it. */
function isDomainOpen({ host, wildcardPolicy }: OriginatedRoute['route']): boolean {
  return wildcardPolicy === 'Subdomain' && !host.includes('.') && holdsStandIn(host);
}

/** Says that a Route without known host is not published. */
function sayUnknown(originated: OriginatedRoute, { ledger }: Context, why: string, next: string): void {
  const [deciding] = hostItems(originated);
  for (const item of itemsOfRoute(originated)) {
    ledger.say(item, {
      verdict: 'manual',
      code: 'RS2118',
      severity: item === deciding ? 'error' : 'info',
      message:
        item === deciding
          ? `${why}; nothing is published for this Route`
          : 'nothing is published for this Route: its host is not known',
      next,
    });
  }
}

function hostOf(name: string, policy: 'None' | 'Subdomain'): Candidate['host'] {
  const dot = name.indexOf('.');
  return policy === 'Subdomain' && dot >= 0
    ? { kind: 'wildcard', suffix: name.slice(dot + 1), labels: 'one' }
    : { kind: 'exact', name };
}

function assignedHost({ route, owner }: OriginatedRoute, domain: string | undefined): string | undefined {
  if (domain === undefined) return undefined;
  if (route.subdomain !== '') return `${route.subdomain}.${domain}`;
  const { namespace } = owner;
  return namespace === undefined ? undefined : `${route.meta.name.replaceAll('.', '-')}-${namespace}.${domain}`;
}

/** The API server marks hosts that it made up: they belong to one cluster. */
function sayGenerated({ annotations, route }: OriginatedRoute, { ledger }: Context, isAssigned: boolean): void {
  const item = annotations.get('openshift.io/host.generated');
  if (item === undefined) return;
  const isGenerated = route.meta.annotations['openshift.io/host.generated'] === 'true' && !isAssigned;
  ledger.say(item, {
    verdict: 'redundant',
    code: 'RS2120',
    ...(isGenerated ? { severity: 'warning' as const } : {}),
    message: isGenerated
      ? 'the cluster made up the host of this Route from its name: it belongs to the domain of that cluster'
      : 'a mark of the API server',
    ...(isGenerated ? { next: 'Check that the host is the one to be served after the move.' } : {}),
  });
}
