import type { HostPattern } from '../../model/host-pattern.js';
import type { Traced } from '../../model/traced.js';
import type { Context, HostDraft } from './context.js';
import { pattern } from './host-names.js';
import { actsOn } from './shared-settings.js';

/**
 * The further name of a host, where it can be served like the host.
 *
 * @param isTaken whether the name is a host of its own
 * @param above the wildcard host that covers the name
 */
export function servedAlias(
  { value, from }: Traced<string>,
  host: HostDraft,
  isTaken: boolean,
  above: HostDraft | undefined,
  context: Context,
): Traced<HostPattern>[] {
  const { ledger } = context;
  const name = value.toLowerCase();
  if (isTaken) {
    ledger.sayAll(from, {
      verdict: 'manual',
      code: 'RS2205',
      message: `the name ${name} is a host of its own, so that paths which it does not have, and what protects them, are not written for it here`,
      next: 'Write these paths for that host as well if they are used.',
    });
    return [];
  }
  if (above !== undefined && actsOn(above, host, context)) {
    ledger.sayAll(from, {
      verdict: 'unsupported',
      code: 'RS2204',
      severity: 'error',
      message: `withheld: the name ${name} is not served like ${host.name}, because the controller applies to it what guards paths of ${above.name} with the same Service`,
      next: `Write rules with the guards that they need for ${name}.`,
    });
    return [];
  }
  ledger.sayAll(from, {
    verdict: 'approximated',
    code: 'RS2204',
    message: `the name ${name} is served like ${host.name}, with the same certificate and all settings; the controller presents its default certificate there, and leaves out settings in which paths of a Service differ, or applies those of a wildcard host`,
  });
  return [{ value: pattern(name), from }];
}
