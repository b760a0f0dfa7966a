import { hasTlsHosts, type ServedIngress } from './served-ingress.js';

/** Keys that become rules of the listeners (Frontend in pkg/annotations/annotations.go). */
const FRONTEND: readonly RegExp[] = [
  /^(?:deny|allow)-list$/,
  /^(?:black|white)list$/,
  /^src-ip-header$/,
  /^set-host$/,
  /^path-rewrite$/,
  /^re(?:quest|sponse)-(?:set-header|redirect|redirect-code|capture|capture-len)$/,
  /^ssl-redirect(?:-port|-code)?$/,
  /^rate-limit-/,
  /^auth-/,
  /^cors-/,
];

/** Keys that make no rule without another one. */
const COMPANIONS: readonly (readonly [RegExp, string])[] = [
  [/^cors-/, 'cors-enable'],
  [/^auth-/, 'auth-type'],
  [/^rate-limit-/, 'rate-limit-requests'],
];

function isAsked(name: string, all: readonly (readonly [string, string])[]): boolean {
  const needed = COMPANIONS.find(([pattern]) => pattern.test(name))?.[1];
  return needed === undefined || all.some(([one]) => one === needed);
}

/** A text that two Ingresses share if their rules do the same; '' for an Ingress without any. */
export function signatureOf({ ingress, key }: ServedIngress): string {
  const own = Object.entries(ingress.meta.annotations)
    .map(
      ([name, value]) => [name.replace(/^(?:haproxy\.org|haproxy\.com|ingress\.kubernetes\.io)\//, ''), value] as const,
    )
    .filter(([name], _, all) => FRONTEND.some((pattern) => pattern.test(name)) && isAsked(name, all))
    .sort(([a], [b]) => (a < b ? -1 : 1));
  const asks = own.some(([name]) => name === 'auth-type') ? key : '';
  const redirects = hasTlsHosts(ingress);
  return own.length === 0 && !redirects ? '' : JSON.stringify([own, redirects, asks]);
}
