import type { BasicAuth, Limit, OtherGuard, Policies, RateLimit } from '../../../model/policies.js';
import type { Traced } from '../../../model/traced.js';
import type { Annotations } from '../annotations.js';
import { rateOf } from '../grammar.js';

const BY_POLICY = 'Use a policy of your implementation, then accept this key.';

/** basic-auth-secret (semantics 3.6): a Secret that cannot be used refuses everybody, so that it is a guard in any case. */
export function readBasicAuth(annotations: Annotations): Traced<BasicAuth> | undefined {
  const keys = ['nginx.org/basic-auth-secret', 'nginx.org/basic-auth-realm'];
  if (!annotations.has(keys[0] ?? '')) return undefined;
  return { value: { scheme: 'basic' }, from: annotations.itemsOf(keys) };
}

const CLIENT_ADDRESS = /^\$(?:\{(?:binary_)?remote_addr\}|(?:binary_)?remote_addr)$/;

const DETAILS = [
  'nginx.org/limit-req-key',
  'nginx.org/limit-req-burst',
  'nginx.org/limit-req-delay',
  'nginx.org/limit-req-no-delay',
  'nginx.org/limit-req-reject-code',
  'nginx.org/limit-req-scale',
];

const SILENT = ['nginx.org/limit-req-zone-size', 'nginx.org/limit-req-dry-run', 'nginx.org/limit-req-log-level'];

/** limit-req-*: what is counted, per client address unless a key says otherwise (parseRateLimitAnnotations). */
export function readRateLimit(annotations: Annotations): Pick<Policies, 'rateLimit' | 'otherGuards'> {
  for (const key of SILENT) annotations.leaveToMapping(key);
  const written = annotations.text('nginx.org/limit-req-rate');
  const rate = written === undefined ? undefined : rateOf(written.value);
  if (written === undefined || rate === undefined) return {};
  if (annotations.bool('nginx.org/limit-req-dry-run')?.value === true) {
    annotations.ledger.sayAll([...written.from, ...annotations.itemsOf(DETAILS)], {
      verdict: 'redundant',
      code: 'RS0316',
      message: 'limit-req-dry-run is on: the limit is counted and holds nothing back',
    });
    return {};
  }
  const unit = rate.per === 1 ? 'second' : 'minute';
  const key = annotations.text('nginx.org/limit-req-key')?.value ?? '';
  const details = annotations.itemsOf(DETAILS);
  if (key !== '' && !CLIENT_ADDRESS.test(key)) {
    const what = `a limit of ${rate.count} requests per ${unit} and ${key}`;
    return { otherGuards: [{ value: { what, next: BY_POLICY }, from: [...written.from, ...details] }] };
  }
  const burst = annotations.integer('nginx.org/limit-req-burst')?.value ?? 0;
  const value = `${rate.count} requests per ${unit} and client address (${burst + 1} at once), counted per controller replica`;
  const limit: Limit = { value, from: written.from, count: rate.count, per: rate.per };
  const rateLimit: RateLimit = { limits: [limit], details };
  return { rateLimit };
}

const GUARDS: readonly (readonly [string, string, readonly string[]])[] = [
  [
    'nginx.com/jwt-key',
    'authentication by JSON web tokens',
    ['nginx.com/jwt-realm', 'nginx.com/jwt-token', 'nginx.com/jwt-login-url'],
  ],
  ['appprotect.f5.com/app-protect-enable', 'a web application firewall', ['appprotect.f5.com/app-protect-policy']],
  ['appprotectdos.f5.com/app-protect-dos-resource', 'a protection against floods of requests', []],
  ['nsm.nginx.com/internal-route', 'that the host is reached from inside the service mesh only', []],
];

/** Guards that are read nowhere else. */
export function readOtherGuards(annotations: Annotations): Traced<OtherGuard>[] {
  const found: Traced<OtherGuard>[] = [];
  for (const [key, what, details] of GUARDS) {
    const item = annotations.item(key);
    const from = annotations.itemsOf(details);
    const isOff = annotations.bool(key)?.value === false;
    if (item !== undefined && !isOff) found.push({ value: { what, next: BY_POLICY }, from: [item, ...from] });
    else if (item === undefined && key.endsWith('app-protect-enable') && from.length > 0)
      found.push({ value: { what: `${what} (app-protect-policy)`, next: BY_POLICY }, from });
  }
  return found;
}

/** Ports of its own keep a host from the usual ones, to which the listeners that are written here listen. */
export function readListenPorts(annotations: Annotations, hasTls: boolean): Traced<OtherGuard>[] {
  const found: Traced<OtherGuard>[] = [];
  for (const [key, usual] of [
    ['nginx.org/listen-ports', '80'],
    ['nginx.org/listen-ports-ssl', '443'],
  ] as const) {
    const ports = annotations.text(key);
    if (ports === undefined || (usual === '443' && !hasTls)) continue;
    if (ports.value.split(',').every((port) => port.trim() === usual)) {
      const message = 'names the port that is listened to anyway';
      annotations.ledger.sayAll(ports.from, { verdict: 'redundant', code: 'RS0308', message });
      continue;
    }
    const what = `ports of its own (${ports.value} instead of ${usual})`;
    const next = 'Give the host a listener of that port by hand, or accept the usual ports.';
    found.push({ value: { what, next }, from: ports.from });
  }
  return found;
}
