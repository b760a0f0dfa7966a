const label = '[a-z0-9]([-a-z0-9]*[a-z0-9])?';
const pattern = new RegExp(`^(\\*\\.)?${label}(\\.${label})*$`);

/** Whether a value is a Hostname of the Gateway API: a DNS name in lower case, `*.` at most in front. */
export function isHostname(value: string): boolean {
  return value.length <= 253 && pattern.test(value);
}
