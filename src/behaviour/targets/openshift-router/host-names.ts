const label = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;

/** A DNS-1123 label of lower-case letters, digits and hyphens. */
export function isDnsLabel(text: string): boolean {
  return text.length <= 63 && label.test(text);
}

/** A DNS-1123 subdomain, in which Kubernetes limits the whole and not the labels. */
export function isDnsSubdomain(text: string): boolean {
  return text.length <= 253 && text.split('.').every((part) => label.test(part));
}

/** What follows the first label: a wildcard Route is about the names below it. Empty without a dot. */
export function domainOf(host: string): string {
  const dot = host.indexOf('.');
  return dot < 0 ? '' : host.slice(dot + 1);
}

/** The Host header as names are compared: lower case, without port. */
export function hostWithoutPort(host: string): string {
  return host.toLowerCase().replace(/:[0-9]+$/, '');
}
