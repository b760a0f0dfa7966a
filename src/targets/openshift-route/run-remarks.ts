import type { Ledger } from '../../ledger/ledger.js';
import type { SourceDefaults } from '../../model/traffic.js';

const DEFAULTS = { file: '(router defaults)', line: 1, column: 1 };

/** Where router and source differ without being asked: said once for a run, not once for each Route (semantics 3.0). */
export function sayDefaults(defaults: SourceDefaults | undefined, closes: boolean, ledger: Ledger): void {
  ledger.say(ledger.openElsewhere(DEFAULTS, 'route.annotations'), {
    verdict: 'converted',
    code: 'RS2191',
    message:
      'every Route says what the controller does and the router would not do by itself: balance (random), disable_cookies (a sticky cookie), timeout (30s) and set-forwarded-headers (append)',
  });
  ledger.say(ledger.openElsewhere(DEFAULTS, 'route.answers'), {
    verdict: 'approximated',
    code: 'RS2191',
    message:
      'paths that no Route matches answer 503 instead of 404, and so does https of hosts without TLS; HTTP/2 is off unless the IngressController switches it on',
    next: 'Set spec.httpErrorCodePages on the IngressController if clients rely on 404.',
  });
  ledger.say(ledger.openElsewhere(DEFAULTS, 'route.paths'), {
    verdict: 'approximated',
    code: 'RS2190',
    severity: closes ? 'warning' : 'info',
    message: `the router compares paths as they were sent; the controller decodes them and merges doubled slashes first (/%61pi and //api are /api)${closes ? ': such spellings of a path that is closed or guarded reach a broader Route' : ''}`,
    next: 'Check that backends of broader Routes do not serve such spellings as the path that is meant.',
  });
  sayLost(defaults, ledger);
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
