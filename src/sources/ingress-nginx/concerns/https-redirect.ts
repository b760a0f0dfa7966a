import type { ItemId } from '../../../model/traced.js';
import type { PlainHttp } from '../../../model/traffic.js';
import type { Settings } from '../../settings.js';
import type { Context } from '../context.js';
import type { ServedIngress } from '../served-ingress.js';

/**
 * Whether plain HTTP requests of a location are sent to https (rootfs/etc/nginx/lua/lua_ingress.lua rewrite; semantics
 * §11.1): exempt paths first, then force-ssl-redirect, then ssl-redirect where the host has a certificate entry.
 *
 * @param path the Ingress path as nginx has it: the exemption looks at it, not at the request
 */
export function readPlainHttp(served: ServedIngress, path: string, hostHasTls: boolean, context: Context): PlainHttp {
  const { annotations } = served;
  const { settings } = context;
  const ssl = annotations.bool('ssl-redirect');
  const force = annotations.bool('force-ssl-redirect');
  const keep = annotations.bool('preserve-trailing-slash');
  const sslOn = ssl?.value ?? settings.bool('ssl-redirect', true);
  const forceOn = force?.value ?? settings.bool('force-ssl-redirect', false);
  const redirects = (forceOn || (sslOn && hostHasTls)) && !isExempt(path, settings);
  if (!redirects) {
    context.ledger.sayAll(keep?.from ?? [], {
      verdict: 'redundant',
      code: 'RS0309',
      message: 'nothing is redirected to https here, so there is no final slash to keep',
    });
    return { kind: 'serve', from: joined(ssl?.from, force?.from) };
  }
  if (ssl?.value === false) {
    // Only the other switch can have led here.
    context.ledger.sayAll(ssl.from, {
      verdict: 'redundant',
      code: 'RS0316',
      message: 'force-ssl-redirect is on, and redirects whatever ssl-redirect says',
    });
  }
  if (force?.value === false) {
    context.ledger.sayAll(force.from, {
      verdict: 'redundant',
      code: 'RS0316',
      message: 'ssl-redirect is on and the host has TLS, so these paths are redirected all the same',
    });
  }
  const status = settings.integer('http-redirect-code', 308);
  const written = joined(ssl?.value === true ? ssl.from : undefined, force?.value === true ? force.from : undefined);
  const causes =
    written.length > 0 ? written : settings.traced(forceOn ? 'force-ssl-redirect' : 'ssl-redirect', true).from;
  const ofStatus =
    settings.text('http-redirect-code') === undefined ? NO_ITEMS : settings.traced('http-redirect-code', status).from;
  const keeps = keep ?? settings.traced('preserve-trailing-slash', settings.bool('preserve-trailing-slash', false));
  return {
    kind: 'redirect',
    status: [301, 302, 307, 308].includes(status) ? status : 308,
    keepsTrailingSlash: keeps,
    // A trusted proxy in front that terminates TLS says so in this header (semantics §11.1, "effective scheme").
    unless: settings.bool('use-forwarded-headers', false)
      ? settings.traced('use-forwarded-headers', { name: 'X-Forwarded-Proto', value: 'https' })
      : undefined,
    from: joined(causes, ofStatus),
  };
}

const NO_ITEMS: readonly ItemId[] = [];

/** Both lists in one: the other itself where one is empty, as on most rules. */
function joined(a: readonly ItemId[] = NO_ITEMS, b: readonly ItemId[] = NO_ITEMS): readonly ItemId[] {
  if (b.length === 0) return a;
  return a.length === 0 ? b : [...a, ...b];
}

/** The controller's default for paths that are never redirected. */
const NO_REDIRECT_LOCATIONS: readonly string[] = ['/.well-known/acme-challenge'];

function isExempt(path: string, settings: Settings): boolean {
  return settings.list('no-tls-redirect-locations', NO_REDIRECT_LOCATIONS).some((p) => path.startsWith(p));
}
