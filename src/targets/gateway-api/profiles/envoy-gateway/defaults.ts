import type { Ledger } from '../../../../ledger/ledger.js';

const SOURCE = { file: '(options)', line: 1, column: 1 };

/** Says what Envoy Gateway does where neither source nor output says anything (implementation-policies.md §1.1, §6). */
export function sayEnvoyDefaults(ledger: Ledger): void {
  ledger.say(ledger.openElsewhere(SOURCE, 'options.profile.defaults'), {
    verdict: 'approximated',
    code: 'RS2624',
    message:
      'where nothing is written, Envoy takes the less busy of two endpoints, waits 10 s for a connection, repeats no request, refuses headers with an underscore in their name (400), and has no limit on bodies',
    next: 'Attach a BackendTrafficPolicy to the Gateway if all of its routes should differ from that; those of the output merge with it.',
  });
}
