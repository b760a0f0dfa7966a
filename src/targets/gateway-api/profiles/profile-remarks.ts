import type { Ledger } from '../../../ledger/ledger.js';
import type { ConvertOptions } from '../../../options.js';
import type { GatewayDraft } from '../listener-drafts.js';
import type { Implementation } from './implementation.js';
import { bundleOf } from './releases.js';

const SOURCE = { file: '(options)', line: 1, column: 1 };

/** Says what the profile takes for granted: its release, the CRDs that come with it, and the GatewayClass of its Gateways. */
export function sayProfile(
  { title, version, controller }: Implementation,
  gateways: readonly GatewayDraft[],
  { profile, gatewayApiVersion }: ConvertOptions,
  ledger: Ledger,
): void {
  const classes = [...new Set(gateways.map(({ className }) => className))].sort();
  const [first] = classes;
  if (first !== undefined) {
    const plural = classes.length > 1;
    ledger.say(ledger.openElsewhere(SOURCE, 'options.profile'), {
      verdict: 'approximated',
      code: 'RS2471',
      message: `written for ${title} ${version}; ${plural ? 'GatewayClasses' : 'a GatewayClass'} ${classes.join(', ')} with controllerName ${controller} ${plural ? 'have' : 'has'} to be there`,
      next: `Pass --gateway-class NAME if yours ${plural ? 'are' : 'is'} called otherwise.`,
    });
  }
  const bundle = bundleOf(profile);
  if (bundle === undefined || bundle === gatewayApiVersion) return;
  ledger.say(ledger.openElsewhere(SOURCE, 'options.gatewayApiVersion'), {
    verdict: 'approximated',
    code: 'RS2472',
    message: `${title} ${version} is tested with the CRDs of Gateway API ${bundle}, and the output is for ${gatewayApiVersion}`,
    next: `Leave out --gateway-api-version, or name the release of ${title} that is installed: --profile ${profile?.name ?? ''}@VERSION.`,
  });
}
