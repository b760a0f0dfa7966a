import type { IngressController } from '../kubernetes/ingress-controller.js';
import type { FindingCode } from '../ledger/catalogue.js';
import type { Remark } from '../ledger/verdict.js';
import { type ConvertOptions, isOpenshift, replacesRouter } from '../options.js';

type Said = Remark & { readonly code: FindingCode };

/** With which the router asks clients of all its Routes for certificates. */
export const CLIENT_TLS = 'clientTLS';

/** Fields that act on requests and answers, or on who may connect. */
const ACTING: ReadonlySet<string> = new Set([
  'spec.httpHeaders.actions',
  'spec.httpHeaders.uniqueId',
  'spec.httpErrorCodePages',
  'spec.tlsSecurityProfile',
]);

const MOST_NAMES = 8;

/** What client certificates of the router mean to the move; undefined where it has none, or where nothing changes. */
export function clientTlsRemark({ unread }: IngressController, options: ConvertOptions): Said | undefined {
  if (!unread.includes(`spec.${CLIENT_TLS}`)) return undefined;
  if (replacesRouter(options))
    return {
      verdict: 'unsupported',
      code: 'RS2291',
      severity: 'error',
      message:
        'the router asks clients of all its Routes with TLS for a certificate; nothing that is written here does',
      next: 'Do not move the Routes before the Gateway checks client certificates, by what your implementation has for it.',
    };
  if (isOpenshift(options.from)) return { verdict: 'redundant', code: 'RS2290', message: 'acts as before' };
  return {
    verdict: 'manual',
    code: 'RS2291',
    severity: 'warning',
    message: 'the router asks clients of all its Routes with TLS for a certificate, also those that had to show none',
    next: 'Check that the clients have one, or serve the hosts by an IngressController of their own.',
  };
}

/** The one remark about everything else in an IngressController. */
export function restRemark(controller: IngressController, options: ConvertOptions): Said {
  const byDefault = defaultsOf(controller);
  const unread = controller.unread.filter((field) => field !== `spec.${CLIENT_TLS}`);
  if (unread.length === 0)
    return { verdict: 'redundant', code: 'RS2290', message: `its settings were read${byDefault}` };
  const message = `its settings were read${byDefault}. Not read`;
  if (!replacesRouter(options)) {
    const how = isOpenshift(options.from) ? 'acting as before' : 'acting on the new Routes, too';
    return { verdict: 'redundant', code: 'RS2290', message: `${message}, and ${how}: ${listed(unread)}` };
  }
  return {
    verdict: 'manual',
    code: 'RS2291',
    ...(unread.some((field) => ACTING.has(field)) ? { severity: 'warning' } : {}),
    message: `${message}: ${listed(unread)}`,
    next: 'Check whether what serves the hosts after the move needs the same settings.',
  };
}

function defaultsOf({ wildcardPolicy, namespaceOwnership }: IngressController): string {
  const defaults = [
    ...(wildcardPolicy === undefined ? ['WildcardsDisallowed'] : []),
    ...(namespaceOwnership === undefined ? ['namespaceOwnership Strict'] : []),
  ];
  return defaults.length === 0 ? '' : `; what routeAdmission does not say is the default (${defaults.join(', ')})`;
}

/** What is no field of the API may be called anything, and is counted only. */
function listed(fields: readonly string[]): string {
  const shown = fields
    .filter((field) => /^spec(?:\.[A-Za-z0-9]{1,40})+$/.test(field))
    .sort()
    .slice(0, MOST_NAMES);
  const more = fields.length - shown.length;
  return [...shown, ...(more > 0 ? [`${more} more`] : [])].join(', ');
}
