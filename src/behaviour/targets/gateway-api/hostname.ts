/** Hostnames of listeners and routes: a precise name, `*.suffix`, or {@link anyHost}. */

/** What a listener or route without hostname stands for. */
export const anyHost = '';

/** The host of a Host header or SNI, lower case, without port. Gateway API matches hosts without the port. */
export function hostWithoutPort(header: string): string {
  const host = header.toLowerCase();
  if (host.startsWith('[')) return host.slice(0, host.indexOf(']') + 1) || host;
  const colon = host.lastIndexOf(':');
  return colon < 0 ? host : host.slice(0, colon);
}

/**
 * Every hostname that covers the host, the most specific first: itself, wildcards from the longest to the shortest, any.
 *
 * A wildcard stands for one or more labels, so `*.b.c` covers `a.b.c` and `x.a.b.c`, but not `b.c` (field doc of Hostname).
 */
export function coveringHostnames(host: string): readonly string[] {
  if (host === '') return [anyHost];
  const covering = [host];
  for (let dot = host.indexOf('.'); dot >= 0; dot = host.indexOf('.', dot + 1)) covering.push(`*${host.slice(dot)}`);
  covering.push(anyHost);
  return covering;
}

/** Whether the hostname covers the host. */
export function coversHost(hostname: string, host: string): boolean {
  if (hostname === anyHost) return true;
  if (!hostname.startsWith('*.')) return hostname === host;
  return host.length >= hostname.length && host.endsWith(hostname.slice(1));
}

/** The narrower of two hostnames when one covers the other, or undefined when no host has both (gateway-api, Listener.hostname). */
export function intersectHostnames(a: string, b: string): string | undefined {
  if (a === b || b === anyHost) return a;
  if (a === anyHost) return b;
  // For a wildcard inside another, the narrower text itself ends in the wider one's suffix.
  if (a.startsWith('*.') && b.endsWith(a.slice(1)) && b.length >= a.length) return b;
  if (b.startsWith('*.') && a.endsWith(b.slice(1)) && a.length >= b.length) return a;
  return undefined;
}
