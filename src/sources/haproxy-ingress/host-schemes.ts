import type { Ledger } from '../../ledger/ledger.js';
import type { Rule } from '../../model/traffic.js';
import type { Context, HostDraft } from './context.js';
import { hostValues } from './rules.js';
import { isTwin } from './shared-settings.js';

/** HAProxy looks settings up by host and path of the request among all paths of the Service port, whichever rule took it. */
export function sayShared(host: HostDraft, behind: HostDraft | undefined, ledger: Ledger): void {
  if (behind === undefined || (behind.certificate === undefined && behind.name !== '')) return;
  for (const { backend, items, sources, path } of host.paths) {
    const shared = behind.paths.filter((one) => one.backend?.sources === backend?.sources && backend !== undefined);
    const isSet = [sources, ...shared.map((one) => one.sources)].flat().some(({ written }) => written.length > 0);
    if (shared.length === 0 || !isSet) continue;
    ledger.sayAll(items, {
      verdict: 'approximated',
      code: 'RS2217',
      message: `over HTTPS ${host.name}${path} reaches a rule ${behind.name === '' ? 'without host' : `of ${behind.name}`} of the same Service port, where the controller applies the settings of this path; the rule is written with its own settings`,
      next: `Give ${host.name} a certificate in spec.tls, or check what protects it over HTTPS.`,
    });
  }
}

/** Which of two paths of other types is asked first differs between hosts and Service ports. */
export function sayTwins({ name, paths }: HostDraft, ledger: Ledger): void {
  for (const one of paths) {
    const { items, path } = one;
    if (!paths.some((other) => isTwin(other, one))) continue;
    ledger.sayAll(items, {
      verdict: 'approximated',
      code: 'RS2217',
      message: `of two paths ${name}${path} with the same Service port one takes the request, and the controller may apply the settings of the other; each is written with its own settings`,
      next: 'Keep one of the two.',
    });
  }
}

/** ssl-always-add-https without a certificate in spec.tls. */
export function sayAlwaysHttps(host: HostDraft, context: Context): void {
  if (host.certificate !== undefined) return;
  context.ledger.sayAll(hostValues(host, context).annotation('ssl-always-add-https')?.from ?? [], {
    verdict: 'manual',
    code: 'RS2212',
    message: `HTTPS of ${host.name || 'unknown hosts'} with the default certificate of the controller, which no manifest names, is not written, and plain HTTP is not redirected to it`,
  });
}

/** A Route serves its path over both schemes: of rules that differ by scheme those for plain HTTP are written. */
export function onBothSchemes(rules: readonly Rule[], host: HostDraft, { ledger, options }: Context): readonly Rule[] {
  if (options.to !== 'openshift-route' || host.name === '') return rules;
  const overHttp = rules.filter(({ plainHttp }) => plainHttp.kind !== 'refuse');
  if (overHttp.length === rules.length && rules.every(({ refusesTls }) => refusesTls !== true)) return rules;
  const items = [...host.items, ...host.paths.flatMap(({ items: own }) => own)];
  ledger.sayAll(items.slice(0, 1), {
    verdict: 'approximated',
    code: 'RS2218',
    message: `over HTTPS the controller passes over rules of ${host.name} without a certificate and asks those of wildcards and without host; Routes have the rules for plain HTTP on both schemes, or no HTTPS`,
    next: `Give ${host.name} a certificate in spec.tls before the cut-over if clients use https there.`,
  });
  return overHttp.map(({ refusesTls, ...rule }) => rule);
}
