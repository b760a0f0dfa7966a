import { leastLength } from './stand-ins.js';

/*
 * A parameter of a Template that has no value counts as one character: what it will be nobody knows, so that no name is
 * refused for the length of a stand-in.
 */

/** RFC 1123 subdomain, as k8s.io/apimachinery validation.IsDNS1123Subdomain checks it (lower case, 253 characters). */
export function isDnsName(text: string): boolean {
  return (
    leastLength(text) <= 253 && /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*$/.test(text)
  );
}

/** RFC 1123 label of at most 63 characters: no dots. */
export function isDnsLabel(text: string): boolean {
  return leastLength(text) <= 63 && /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?$/.test(text);
}

/** `*.` and a DNS name: the only wildcard that an Ingress may have (validation.IsWildcardDNS1123Subdomain). */
export function isWildcardHost(text: string): boolean {
  return leastLength(text) <= 253 && text.startsWith('*.') && isDnsName(text.slice(2));
}

/** An IPv4 address in dotted form; IPv6 addresses are no DNS names in the first place. */
export function isIpAddress(text: string): boolean {
  return /^(?:(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])(?:\.(?!$)|$)){4}$/.test(text);
}

/** Name of a Service port (validation.IsValidPortName): at most 15 of `a-z0-9-`, with a letter, without `--`. */
export function isPortName(text: string): boolean {
  return leastLength(text) <= 15 && /^(?=.*[a-z])(?!.*--)[a-z0-9](?:[-a-z0-9]*[a-z0-9])?$/.test(text);
}

/** A TCP port number. */
export function isPortNumber(value: number): boolean {
  return Number.isInteger(value) && value >= 1 && value <= 65535;
}
