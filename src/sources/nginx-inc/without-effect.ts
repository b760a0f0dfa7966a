import type { Ledger } from '../../ledger/ledger.js';
import { formatHost } from '../../model/host-pattern.js';
import type { ItemId } from '../../model/traced.js';
import type { VirtualHost } from '../../model/traffic.js';
import type { TargetName } from '../../options.js';
import { displayName } from '../served-ingress.js';
import { MERGEABLE } from './annotations.js';
import type { ServedIngress } from './context.js';
import type { ForeignServer, LostClaim, Ownership } from './ownership.js';

/** Every item of an Ingress: its annotations that the controller reads, and its fields. */
export function itemsOfIngress({ annotations, fields }: ServedIngress): ItemId[] {
  const items = [...annotations.items];
  for (const list of [[fields.defaultBackend], fields.tls, fields.rules, ...fields.paths])
    for (const item of list) if (item !== undefined) items.push(item);
  return items;
}

/** Says of hosts and paths of other objects whose they are. */
export function sayLost({ lost, orphans }: Ownership, ledger: Ledger): void {
  for (const claim of lost) {
    const assumption = claim.known
      ? ''
      : '. The manifests do not tell which is older; without ages the controller takes the one with the greater UID';
    const what = claim.path === undefined ? `the host ${claim.host}` : `the path ${claim.path || '/'} of ${claim.host}`;
    ledger.sayAll(itemsOfClaim(claim), {
      verdict: 'redundant',
      code: 'RS2261',
      severity: 'warning',
      message: `${what} belongs to ${claim.owner}, so that nothing of it is served from here${assumption}`,
      next: 'Keep the host in one Ingress, or split it into a master and minions with paths of their own.',
    });
  }
  for (const orphan of orphans)
    for (const item of itemsOfIngress(orphan)) {
      if (!ledger.isSilent(item)) continue;
      const message = `no master of this controller has the host of ${displayName(orphan)}, so that the minion serves nothing`;
      ledger.say(item, {
        verdict: 'redundant',
        code: 'RS2261',
        message,
        next: 'Add the master to the input, or correct it if it is rejected.',
      });
    }
}

/** Says of hosts of VirtualServers that lie below a wildcard who has their requests until they are converted by hand. */
export function sayForeign(foreign: readonly ForeignServer[], hosts: readonly VirtualHost[], ledger: Ledger): void {
  for (const { host, label, manifest } of foreign) {
    const above = hosts.find(
      ({ host: { kind, ...rest } }) => kind === 'wildcard' && 'suffix' in rest && host.endsWith(`.${rest.suffix}`),
    );
    if (above === undefined || hosts.some((one) => formatHost(one.host) === host)) continue;
    ledger.say(ledger.openField(manifest, ['spec', 'host'], host), {
      verdict: 'manual',
      code: 'RS2261',
      severity: 'warning',
      message: `nothing of ${label} is converted, so that requests for ${host} fall to routes of ${formatHost(above.host)}`,
      next: 'Write routes for the host by hand before the cut-over.',
    });
  }
}

function itemsOfClaim({ loser, host, path }: LostClaim): ItemId[] {
  const { ingress, fields } = loser;
  return ingress.rules.flatMap((rule, index) => {
    if (rule?.host !== host) return [];
    const own = fields.paths[index] ?? [];
    const paths = own.filter((_, at) => path === undefined || (rule.paths?.[at]?.path ?? '') === path);
    return [...(path === undefined ? [fields.rules[index]] : []), ...paths].filter((item) => item !== undefined);
  });
}

/** Says of masters and minions that serve something what their splitting comes to. */
export function sayMergeable({ serving }: Ownership, target: TargetName, ledger: Ledger): void {
  const isRoute = target === 'openshift-route';
  const verdict = isRoute ? 'approximated' : 'converted';
  const next = 'Set routeAdmission.namespaceOwnership to InterNamespaceAllowed if minions live in several namespaces.';
  for (const { served, minions } of serving) {
    if (minions === undefined) continue;
    const host = served.ingress.rules[0]?.host ?? '';
    for (const one of [served, ...minions.map((minion) => minion.served)])
      ledger.sayAll(one.annotations.itemsOf([MERGEABLE]), {
        verdict,
        code: 'RS2268',
        message: `the paths of all minions are ${isRoute ? 'Routes' : 'rules'} of ${host}, with the settings that they have from their master`,
        next: isRoute ? next : undefined,
      });
  }
}

/** Says of every item that nothing spoke of why it has no effect. To be called after the target was compiled. */
export function sayWithoutEffect(served: readonly ServedIngress[], ledger: Ledger): void {
  for (const one of served)
    for (const item of itemsOfIngress(one))
      if (ledger.isSilent(item)) ledger.say(item, { verdict: 'redundant', severity: 'info', ...reasonFor(item, one) });
}

function reasonFor(
  item: ItemId,
  { fields, annotations }: ServedIngress,
): { readonly code: 'RS1206' | 'RS1016' | 'RS0314'; readonly message: string } {
  if (fields.tls.includes(item))
    return { code: 'RS1206', message: 'no host of this Ingress takes its certificate from this entry' };
  if (item === fields.defaultBackend) {
    const message =
      annotations.role === 'ordinary'
        ? 'no host of this Ingress leaves anything to it: rules for / take its place'
        : `the controller does not read it on a ${annotations.role}`;
    return { code: 'RS1016', message };
  }
  if (fields.rules.includes(item)) return { code: 'RS0314', message: 'no path of this rule is served' };
  return { code: 'RS0314', message: 'has no effect: no path that is served from this Ingress depends on it' };
}
