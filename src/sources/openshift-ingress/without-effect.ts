import type { ItemId } from '../../model/traced.js';
import { sayNginxAnnotations } from './annotations.js';
import { sayUnusedDestinationCa } from './destination-ca.js';
import type { Context, ManagedIngress } from './managed-ingress.js';

/** Says of every item of an Ingress that nothing spoke of why it has no effect. To be called after the target was compiled. */
export function sayWithoutEffect(managed: ManagedIngress, hasRoutes: boolean, context: Context): void {
  const { ledger } = context;
  const { annotations, fields } = managed;
  sayNginxAnnotations(annotations, ledger);
  if (hasRoutes) sayUnusedDestinationCa(managed, context);
  sayUnusedTls(managed, context);
  const read = [annotations.termination, annotations.destinationCa].flatMap((traced) => traced?.from ?? []);
  for (const item of [...read, ...annotations.passedOn.values()]) sayInert(item, hasRoutes, context);
  fields.rules.forEach((item) => {
    if (item !== undefined) sayInert(item, false, context);
  });
  for (const item of fields.paths.flat()) if (item !== undefined) sayInert(item, hasRoutes, context);
}

function sayInert(item: ItemId, hasRoutes: boolean, { ledger }: Context): void {
  if (!ledger.isSilent(item)) return;
  ledger.say(item, {
    verdict: 'redundant',
    code: 'RS0314',
    message: hasRoutes
      ? 'no Route of this Ingress makes anything of it'
      : 'no Route comes of it, or none that is served, so it acts on nothing',
  });
}

/**
 * An entry of spec.tls that no rule took. Hosts are compared letter by letter (reference §1.6): one that lists none, or a
 * wildcard above a host, covers nothing.
 */
function sayUnusedTls({ ingress, fields }: ManagedIngress, { ledger }: Context): void {
  const ruled = new Set(ingress.rules.flatMap((rule) => (rule?.host === undefined ? [] : [rule.host])));
  ingress.tls.forEach((entry, index) => {
    const item = fields.tls[index];
    if (entry === undefined || item === undefined || !ledger.isSilent(item)) return;
    const listed = new Set(ingress.tls.flatMap((other) => other?.hosts ?? []));
    const meant = [...ruled].filter(
      (host) =>
        !listed.has(host) && (entry.hosts.length === 0 || entry.hosts.includes(`*${host.slice(host.indexOf('.'))}`)),
    );
    if (meant.length > 0)
      ledger.say(item, {
        verdict: 'redundant',
        code: 'RS2144',
        message: `the controller compares hosts letter by letter, and this entry lists none of ${few(meant)}: it gives them no certificate`,
        next: 'List each host in full if it is meant to have this certificate; without TLS from elsewhere it is served over plain HTTP today.',
      });
    else if (entry.hosts.some((host) => ruled.has(host))) sayEarlier(item, ledger, entry.hosts);
    else
      ledger.say(item, {
        verdict: 'redundant',
        code: 'RS1206',
        message: 'no rule of this Ingress names any of its hosts, so the controller never looks at it',
        next: 'Remove it, or add a rule for the host.',
      });
  });
}

function sayEarlier(item: ItemId, ledger: Context['ledger'], hosts: readonly string[]): void {
  ledger.say(item, {
    verdict: 'redundant',
    code: 'RS1206',
    message: `an earlier entry lists ${hosts.join(', ')} and decides, or no path of the host gives a Route`,
    next: 'Keep one entry for each host.',
  });
}

const MOST_HOSTS = 3;

function few(hosts: readonly string[]): string {
  const more = hosts.length - MOST_HOSTS;
  return more <= 0 ? hosts.join(', ') : `${hosts.slice(0, MOST_HOSTS).join(', ')} and ${more} more`;
}
