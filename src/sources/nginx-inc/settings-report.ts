import type { Ledger } from '../../ledger/ledger.js';
import type { MappingIndex } from '../../mappings/mapping-index.js';
import { type Settings, sayIdleSettings } from '../settings.js';
import type { TargetWords } from '../target-words.js';
import type { ServedIngress } from './context.js';

/** Defaults that act on every request although nobody wrote them down. */
const LOST_DEFAULTS: readonly (readonly [string, string, string, string])[] = [
  [
    'underscores-in-headers',
    'off',
    'request headers with an underscore in their name are dropped by the controller; a gateway may pass them on',
    'Drop them at the gateway if backends trust such headers.',
  ],
  [
    'client-max-body-size',
    '1m',
    'request bodies above this size are refused with 413 by the controller; the gateway has its own limit or none',
    'Set a limit with a policy of your implementation if the backends count on it.',
  ],
  [
    'proxy-read-timeout',
    '60s',
    'a backend that is silent for so long is given up by the controller; gateways have their own default, often 15 s for the whole exchange',
    'Check the default of your implementation.',
  ],
  [
    'proxy-next-upstream',
    'error timeout',
    'the controller tries another endpoint when one fails; gateways have their own default',
    'Check the default of your implementation.',
  ],
];

/** The Host header that backends see ($host): said once, for either target. */
export function sayHostHeader(settings: Settings, ledger: Ledger): void {
  if (!settings.served) return;
  ledger.say(settings.item('host-header', '$host'), {
    verdict: 'approximated',
    code: 'RS2267',
    severity: 'info',
    message:
      'backends see the Host header as clients send it, with the port where it has one; the controller sends the name alone',
  });
}

/** Keys that add response headers; Policies may hold CORS. */
const HEADERS = ['nginx.org/add-header', 'nginx.org/hsts', 'nginx.org/policies'];

/** What becomes of response headers where no backend answers: said once, if there are any. */
export function sayOwnAnswers(served: readonly ServedIngress[], settings: Settings, ledger: Ledger): void {
  const isAny = served.some(({ annotations }) => HEADERS.some((key) => annotations.writes(key)));
  if (!isAny && settings.text('add-header') === undefined && !settings.bool('hsts', false)) return;
  ledger.say(settings.item('own-answers', 'with headers'), {
    verdict: 'approximated',
    code: 'RS2269',
    severity: 'info',
    message:
      'response headers are added to what backends answer; the controller adds them to redirects and refusals of its own, too',
  });
}

/** What the controller does without being asked, and gateways do or not as they like: once for a run. */
export function sayLostDefaults(settings: Settings, ledger: Ledger): void {
  if (!settings.served) return;
  for (const [key, shown, message, next] of LOST_DEFAULTS) {
    if (settings.text(key) !== undefined) continue;
    const item = settings.item(key, shown);
    if (ledger.isSilent(item))
      ledger.say(item, { verdict: 'unsupported', code: 'RS0319', severity: 'info', message, next });
  }
}

/** Keys that the reading of Ingresses asks for by themselves. */
const FOLLOWED = new Set([
  'ssl-redirect',
  'http-redirect-code',
  'hsts',
  'hsts-max-age',
  'hsts-include-subdomains',
  'add-header',
  'add-header-inherit',
  'proxy-hide-headers',
  'proxy-read-timeout',
  'proxy-send-timeout',
  'http2',
]);

/** Says of each setting whether it was followed. */
export function saySettings(settings: Settings, mapping: MappingIndex, ledger: Ledger, words: TargetWords): void {
  sayIdleSettings(settings, ledger);
  for (const key of settings.unused()) {
    const item = settings.item(key, '');
    if (FOLLOWED.has(key)) {
      const message = 'followed: nothing that this setting asks for is missing from the output';
      ledger.say(item, { verdict: 'redundant', code: 'RS0318', message });
      continue;
    }
    const known = mapping.setting(key);
    ledger.say(item, {
      verdict: 'unsupported',
      code: 'RS0319',
      severity: known === undefined ? 'info' : 'warning',
      message:
        known === undefined
          ? 'a setting of the whole controller that no part of the conversion looks at'
          : `not carried over. Its purpose: ${known.summary}`,
      next: words.settings,
    });
  }
}
