import { ROUTER_NAMESPACE } from '../../kubernetes/ingress-controller.js';
import type { Ledger } from '../../ledger/ledger.js';
import type { SourceDefaults } from '../../model/traffic.js';
import type { Planning } from './planning.js';

const DEFAULTS = { file: '(router defaults)', line: 1, column: 1 };

/** Where router and source differ without being asked: said once for a run, not once for each Route (semantics 3.0). */
export function sayDefaults({ defaults, ledger, model }: Planning, closes: boolean): void {
  ledger.say(ledger.openElsewhere(DEFAULTS, 'route.annotations'), {
    verdict: 'converted',
    code: 'RS2191',
    message:
      'every Route says what the controller does and the router would not do by itself: balance (random), disable_cookies (a sticky cookie), timeout (30s), timeout-tunnel (1h) and set-forwarded-headers (append)',
  });
  ledger.say(ledger.openElsewhere(DEFAULTS, 'route.answers'), {
    verdict: 'approximated',
    code: 'RS2191',
    message:
      'paths that no Route matches answer 503 instead of 404, also on plain HTTP that the controller redirects first, and so does https of hosts without TLS; HTTP/2 is off unless the IngressController switches it on',
    next: 'Set spec.httpErrorCodePages on the IngressController if clients rely on 404.',
  });
  const isAsSent = model.hosts.every(({ rules }) =>
    rules.every(({ path }) => path.kind !== 'regex' && path.asWritten === true),
  );
  if (!isAsSent) sayPaths(closes, ledger);
  sayLost(defaults, ledger);
}

function sayPaths(closes: boolean, ledger: Ledger): void {
  ledger.say(ledger.openElsewhere(DEFAULTS, 'route.paths'), {
    verdict: 'approximated',
    code: 'RS2190',
    severity: closes ? 'warning' : 'info',
    message: `the router compares paths as they were sent; the controller decodes them and merges doubled slashes first (/%61pi and //api are /api)${closes ? ': such spellings of a path that is closed or guarded reach a broader Route' : ''}`,
    next: 'Check that backends of broader Routes do not serve such spellings as the path that is meant.',
  });
}

function sayLost(defaults: SourceDefaults | undefined, ledger: Ledger): void {
  const lost = [
    [
      defaults?.bodySize(),
      'request bodies above this size are refused with 413 by the controller; the router has no limit',
      'Set a limit in the application if it counts on it.',
    ],
    [
      defaults?.retries(),
      'the controller tries up to three endpoints when one fails; the router only where it could not connect',
      'Let clients repeat requests that failed.',
    ],
    [
      defaults?.underscores(),
      'request headers with an underscore in their name are dropped by the controller; the router passes them on',
      'Drop them in the application if it trusts such headers.',
    ],
  ] as const;
  for (const [setting, message, next] of lost) {
    ledger.sayAll(setting?.from ?? [], { verdict: 'unsupported', code: 'RS0319', severity: 'info', message, next });
  }
}

/** Names of hosts that differ in the same way. */
export interface RemarkableHosts {
  /** Served on plain HTTP only. */
  readonly withoutHttps: string[];
  /** Served on https without a certificate of their own. */
  readonly defaultCertificate: string[];
  /** Of which the default backend of the controller serves paths. */
  readonly defaultBackend: string[];
}

/** What is the same for many hosts. */
export function sayHosts(hosts: RemarkableHosts, { options, ledger, router }: Planning): void {
  const { withoutHttps, defaultCertificate, defaultBackend } = hosts;
  if (withoutHttps.length > 0) {
    // The controller answers https for every host; a Route without TLS does not.
    ledger.say(ledger.openElsewhere(DEFAULTS, 'route.https'), {
      verdict: 'approximated',
      code: 'RS2196',
      message: `the controller also answers https for hosts without TLS of their own (${listed(withoutHttps)}), with its default certificate; their Routes are there on plain HTTP only`,
      next: 'Give these hosts a tls section, or pass --default-ssl-certificate, if clients use https there.',
    });
  }
  const { defaultSslCertificate: certificate, defaultBackendService: backend } = options;
  if (certificate !== undefined && defaultCertificate.length > 0) {
    const own = router.controller?.defaultCertificate;
    const presented = own === undefined ? '' : ` (Secret ${own} in the namespace ${ROUTER_NAMESPACE})`;
    ledger.say(ledger.openElsewhere(DEFAULTS, 'route.certificate'), {
      verdict: 'approximated',
      code: 'RS2168',
      severity: 'warning',
      message: `hosts without a certificate of their own (${listed(defaultCertificate)}) are served with the default certificate of the router${presented}, not with Secret ${certificate.namespace}/${certificate.name}`,
      next: 'Make it the default certificate of the IngressController (spec.defaultCertificate).',
    });
  }
  if (backend !== undefined && defaultBackend.length > 0) {
    ledger.say(ledger.openElsewhere(DEFAULTS, 'route.default-backend'), {
      verdict: 'unsupported',
      code: 'RS2162',
      severity: 'warning',
      message: `no Route leads to the default backend ${backend.namespace}/${backend.name} of the controller: what it serves of ${listed(defaultBackend)} answers 503`,
      next: 'Write a Route in its namespace for each host that counts on it, or let the router show error pages of your own.',
    });
  }
}

function listed(names: readonly string[]): string {
  return names.length > 5 ? `${names.slice(0, 5).join(', ')} and ${names.length - 5} more` : names.join(', ');
}
