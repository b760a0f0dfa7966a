import type { Ledger } from '../../ledger/ledger.js';
import type { MappingIndex } from '../../mappings/mapping-index.js';
import type { SourceDefaults } from '../../model/traffic.js';
import { type Settings, sayIdleSettings } from '../settings.js';
import type { TargetWords } from '../target-words.js';

/** What acts on every request although no object asks for it. */
export function defaultsOf(settings: Settings): SourceDefaults {
  const timeout = () => settings.traced('timeout-server', 50);
  return {
    readTimeout: timeout,
    sendTimeout: timeout,
    forwardedHeaders: () => {
      const mode = settings.text('forwardfor');
      return settings.traced('forwardfor', mode === 'update' ? 'appended' : mode === 'ignore' ? 'kept' : 'replaced');
    },
    bodySize: () => undefined,
    retries: () => undefined,
    underscores: () => undefined,
  };
}

/** What no target takes over, said once. */
export function sayDefaults(settings: Settings, ledger: Ledger): void {
  if (!settings.served) return;
  const place = { file: '(HAProxy Ingress defaults)', line: 1, column: 1 };
  ledger.say(ledger.openElsewhere(place, 'controller.timeouts'), {
    verdict: 'approximated',
    code: 'RS2200',
    message: `the controller gives up on a pod that says nothing for ${settings.text('timeout-server') ?? '50s'}, and ends upgraded connections that are idle for ${settings.text('timeout-tunnel') ?? '1h'}; the defaults of the target act instead`,
  });
  ledger.say(ledger.openElsewhere(place, 'controller.hsts'), {
    verdict: 'approximated',
    code: 'RS2200',
    message:
      'Strict-Transport-Security also stands on plain HTTP answers of a Service port that another path redirects to https; browsers ignore it there, and it is not written. Where several hosts lead to one Service port, the header is that of the host asked first',
  });
  ledger.say(ledger.openElsewhere(place, 'controller.ports'), {
    verdict: 'approximated',
    code: 'RS2200',
    message: 'a redirect to https keeps the port of the Host header; the one that is written leaves it out',
  });
}

/** Settings that the reading follows wherever they matter. */
const FOLLOWED = new Set([
  'path-type-order',
  'strict-host',
  'no-tls-redirect-locations',
  'no-redirect-locations',
  'ssl-redirect-code',
  'redirect-from-code',
  'redirect-to-code',
  'cross-namespace-secrets-passwd',
]);

/** Says of each setting whether it was followed. */
export function saySettings(settings: Settings, mapping: MappingIndex, ledger: Ledger, words: TargetWords): void {
  sayIdleSettings(settings, ledger);
  if (!settings.served) return;
  for (const key of settings.unused()) {
    const summary = mapping.setting(key)?.summary ?? mapping.entry(key)?.entry.summary;
    ledger.say(
      settings.item(key, ''),
      FOLLOWED.has(key)
        ? {
            verdict: 'redundant',
            code: 'RS0318',
            message: 'followed: nothing that this setting asks for is missing from the output',
          }
        : {
            verdict: 'unsupported',
            code: 'RS0319',
            severity: summary === undefined ? 'info' : 'warning',
            message:
              summary === undefined
                ? 'a setting of the whole controller that no part of the conversion looks at'
                : `not carried over. Its purpose: ${summary}`,
            next: words.settings,
          },
    );
  }
}
