import { holdsStandIn } from '../../kubernetes/stand-ins.js';
import type { FindingCode } from '../../ledger/catalogue.js';
import type { Ledger } from '../../ledger/ledger.js';
import type { Remark } from '../../ledger/verdict.js';
import type { OriginatedRoute } from '../../model/originated-route.js';
import type { ItemId, Traced } from '../../model/traced.js';

/** Every annotation of a Route that the router, or the API server for it, knows (reference openshift-route-annotations). */
export const ROUTER_KEYS = [
  'haproxy.router.openshift.io/balance',
  'haproxy.router.openshift.io/disable_cookies',
  'router.openshift.io/cookie_name',
  'router.openshift.io/cookie-same-site',
  'haproxy.router.openshift.io/timeout',
  'haproxy.router.openshift.io/timeout-tunnel',
  'haproxy.router.openshift.io/ip_allowlist',
  'haproxy.router.openshift.io/ip_whitelist',
  'haproxy.router.openshift.io/rate-limit-connections',
  'haproxy.router.openshift.io/rate-limit-connections.concurrent-tcp',
  'haproxy.router.openshift.io/rate-limit-connections.rate-tcp',
  'haproxy.router.openshift.io/rate-limit-connections.rate-http',
  'haproxy.router.openshift.io/pod-concurrent-connections',
  'haproxy.router.openshift.io/set-forwarded-headers',
  'haproxy.router.openshift.io/rewrite-target',
  'haproxy.router.openshift.io/hsts_header',
  'haproxy.router.openshift.io/h1-adjust-case',
  'router.openshift.io/haproxy.health.check.interval',
  'router.openshift.io/pool-size',
  'route.openshift.io/allow-non-dns-compliant-host',
  'openshift.io/host.generated',
] as const;
export type RouterKey = (typeof ROUTER_KEYS)[number];

/** The annotations of one Route, read as the router reads them. */
export class RouterAnnotations {
  readonly #originated: OriginatedRoute;
  readonly #ledger: Ledger;

  constructor(originated: OriginatedRoute, ledger: Ledger) {
    this.#originated = originated;
    this.#ledger = ledger;
  }

  /** The value as written, also an empty one; undefined where nobody wrote the annotation. */
  text(key: RouterKey): Traced<string> | undefined {
    const { annotations } = this.#originated.route.meta;
    const value = Object.hasOwn(annotations, key) ? annotations[key] : undefined;
    return value === undefined ? undefined : { value, from: this.itemsOf(key) };
  }

  /** Go's strconv.ParseBool; whatever it refuses is off, and is said to be. */
  isOn(key: RouterKey): boolean {
    const written = this.text(key);
    if (written === undefined) return false;
    if (TRUE.has(written.value)) return true;
    if (!FALSE.has(written.value))
      this.invalid(key, 'is no Go boolean, so the router takes it for false', 'Write "true".');
    return false;
  }

  /** Whether the value is a boolean at all. */
  isBoolean(key: RouterKey): boolean {
    const value = this.text(key)?.value ?? '';
    return TRUE.has(value) || FALSE.has(value);
  }

  itemsOf(key: RouterKey): ItemId[] {
    const item = this.#originated.annotations.get(key);
    return item === undefined ? [] : [item];
  }

  /** Says what becomes of an annotation; nothing where nobody wrote it. */
  say(key: RouterKey, remark: Remark & { readonly code: FindingCode }): void {
    this.#ledger.sayAll(this.itemsOf(key), remark);
  }

  /** Whether the value depends on a parameter of a Template that has none. */
  isOpen(key: RouterKey): boolean {
    return holdsStandIn(this.text(key)?.value ?? '');
  }

  /** Says that the router ignores the value; of one that is not known yet, that nothing can be said. */
  invalid(key: RouterKey, message: string, next: string): void {
    if (this.isOpen(key)) this.open(key, 'nothing is converted for it');
    else this.say(key, { verdict: 'invalid', code: 'RS2130', message, next });
  }

  /** Says what is done about a value that is not known yet. */
  open(key: RouterKey, done: string): void {
    this.say(key, {
      verdict: 'manual',
      code: 'RS2101',
      severity: 'error',
      message: `what it asks for is not known before its parameter has a value; ${done}`,
      next: 'Pass --param NAME=VALUE.',
    });
  }

  /** Says that the annotation does nothing where it is. */
  idle(key: RouterKey, message: string): void {
    this.say(key, { verdict: 'redundant', code: 'RS2131', message });
  }
}

const TRUE: ReadonlySet<string> = new Set(['1', 't', 'T', 'TRUE', 'true', 'True']);
const FALSE: ReadonlySet<string> = new Set(['0', 'f', 'F', 'FALSE', 'false', 'False']);
