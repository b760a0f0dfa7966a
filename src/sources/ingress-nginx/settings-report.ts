import type { Ledger } from '../../ledger/ledger.js';
import type { MappingIndex } from '../../mappings/mapping-index.js';
import { type Settings, sayIdleSettings } from '../settings.js';
import type { TargetWords } from '../target-words.js';

/**
 * Says what the controller's own defaults and settings mean for the result: the ones that shaped the output have spoken for
 * themselves; these are the ones that are lost, once, whatever the number of Ingresses.
 */
export function sayAssumptions(settings: Settings, ledger: Ledger): void {
  const headers = settings.known('global-allowed-response-headers');
  if (headers !== undefined && !settings.given) {
    ledger.say(headers, {
      verdict: 'redundant',
      code: 'RS0207',
      message:
        'custom-headers is in use, so the controller is assumed to allow these headers (global-allowed-response-headers)',
      next: 'Pass --controller-config FILE to follow the real settings.',
    });
  }
  const assumed = settings.known('annotations-risk-level');
  if (assumed !== undefined && ledger.isSilent(assumed)) {
    ledger.say(assumed, {
      verdict: 'redundant',
      code: 'RS0207',
      message:
        'snippet annotations are in use, so the controller is assumed to allow them (annotations-risk-level: Critical, allow-snippet-annotations: true)',
      next: 'Pass --controller-config FILE to follow the real settings.',
    });
  }
}

/** What the controller does without being asked, and gateways do or not as they like. */
export function sayLostDefaults(settings: Settings, ledger: Ledger): void {
  if (!settings.served) return;
  for (const [key, shown, message, next] of LOST_DEFAULTS) {
    // A written value is spoken of as such.
    if (settings.text(key) !== undefined) continue;
    const item = settings.item(key, shown);
    if (ledger.isSilent(item))
      ledger.say(item, { verdict: 'unsupported', code: 'RS0319', severity: 'info', message, next });
  }
}

/** Defaults that act on every request although nobody wrote them down. */
const LOST_DEFAULTS: readonly (readonly [string, string, string, string])[] = [
  [
    'enable-underscores-in-headers',
    'false',
    'request headers with an underscore in their name are dropped by the controller; a gateway may pass them on',
    'Drop them at the gateway if backends trust such headers.',
  ],
  [
    'proxy-body-size',
    '1m',
    'request bodies above this size are refused with 413 by the controller; the gateway has its own limit or none',
    'Set a limit with a policy of your implementation if the backends count on it.',
  ],
  [
    'proxy-read-timeout',
    '60',
    'a backend that is silent for this many seconds is given up by the controller; gateways have their own default, often 15 s for the whole exchange',
    'Check the default of your implementation.',
  ],
  [
    'proxy-next-upstream',
    'error timeout',
    'the controller tries up to three endpoints when one fails; gateways have their own default',
    'Check the default of your implementation.',
  ],
];

/** Says of each setting of a given configuration whether it was followed. */
export function saySettings(settings: Settings, mapping: MappingIndex, ledger: Ledger, words: TargetWords): void {
  sayIdleSettings(settings, ledger);
  for (const key of settings.unused()) {
    const known = mapping.setting(key);
    const item = settings.item(key, '');
    ledger.say(
      item,
      FOLLOWED.has(key) && !(FORM_OF_LOCATION.has(key) && settings.bool(key, false))
        ? {
            verdict: 'redundant',
            code: 'RS0318',
            message: 'followed: nothing that this setting asks for is missing from the output',
          }
        : {
            verdict: 'unsupported',
            code: 'RS0319',
            severity: REFUSES.has(key) ? 'error' : known === undefined ? 'info' : 'warning',
            message:
              known === undefined
                ? 'a setting of the whole controller that no part of the conversion looks at'
                : `not carried over. Its purpose: ${known.summary}`,
            next: words.settings,
          },
    );
  }
}

/** Keys that keep clients out of every host: rules are published although nothing keeps them out any more. */
const REFUSES = new Set(['block-cidrs', 'block-user-agents', 'block-referers']);

/** Keys that shape Location headers, which no target lets one choose: followed as long as they ask for nothing. */
const FORM_OF_LOCATION = new Set(['relative-redirects', 'use-port-in-redirects']);

/** Keys that the reading of Ingresses asks for by themselves. */
const FOLLOWED = new Set([
  'ssl-redirect',
  'force-ssl-redirect',
  'http-redirect-code',
  'no-tls-redirect-locations',
  'preserve-trailing-slash',
  'hsts',
  'hsts-max-age',
  'hsts-include-subdomains',
  'hsts-preload',
  'annotations-risk-level',
  'allow-snippet-annotations',
  'allow-cross-namespace-resources',
  'global-allowed-response-headers',
  'global-auth-url',
  'global-auth-signin',
  'no-auth-locations',
  'whitelist-source-range',
  'denylist-source-range',
  'annotation-value-word-blocklist',
  'annotations-prefix',
  'strict-validate-path-type',
  'relative-redirects',
  'use-port-in-redirects',
]);
