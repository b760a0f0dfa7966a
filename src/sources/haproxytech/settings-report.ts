import type { Ledger } from '../../ledger/ledger.js';
import type { MappingIndex } from '../../mappings/mapping-index.js';
import type { Traced } from '../../model/traced.js';
import type { SourceDefaults } from '../../model/traffic.js';
import type { TargetName } from '../../options.js';
import { type Settings, sayIdleSettings } from '../settings.js';
import type { TargetWords } from '../target-words.js';

/** The controller's own settings that act on every request. */
export function defaultsOf(settings: Settings): SourceDefaults {
  const server = (): Traced<number> => {
    const seconds = secondsOf(settings.text('timeout-server')) ?? 50;
    return settings.traced('timeout-server', seconds);
  };
  return {
    readTimeout: server,
    sendTimeout: server,
    tunnelTimeout: () => settings.traced('timeout-tunnel', secondsOf(settings.text('timeout-tunnel')) ?? 3600),
    looksAtConnections: true,
    forwardedHeaders: () => settings.traced('forwarded-for', 'appended'),
    bodySize: () => undefined,
    retries: () => undefined,
    underscores: () => undefined,
  };
}

function secondsOf(text: string | undefined): number | undefined {
  const [, amount, unit = 'ms'] = /^(\d+)(ms|s|m|h|d)?$/.exec(text ?? '') ?? [];
  const factor = { ms: 0.001, s: 1, m: 60, h: 3600, d: 86_400 }[unit] ?? 0.001;
  return amount === undefined ? undefined : Number(amount) * factor;
}

/** What the controller does without being asked, and gateways do or not as they like. */
export function sayLostDefaults(settings: Settings, to: TargetName, ledger: Ledger): void {
  if (!settings.served || to !== 'gateway-api') return;
  for (const [key, shown, message, next] of LOST_DEFAULTS) {
    // A written value is spoken of as such.
    if (settings.text(key) !== undefined) continue;
    const item = settings.item(key, shown);
    ledger.say(item, { verdict: 'unsupported', code: 'RS0319', severity: 'info', message, next });
  }
}

/** Defaults that act on every request although nobody wrote them down. */
const LOST_DEFAULTS: readonly (readonly [string, string, string, string])[] = [
  [
    'timeout-server',
    '50s',
    'a backend that is silent for this long is given up by the controller; gateways have their own default, often 15 s for the whole exchange',
    'Check the default of your implementation.',
  ],
  [
    'timeout-tunnel',
    '1h',
    'upgraded connections, such as WebSockets, that are silent for this long are closed by the controller; gateways have their own default',
    'Check the default of your implementation.',
  ],
];

/** Says of each setting of a given configuration what became of it. */
export function saySettings(
  settings: Settings,
  mapping: MappingIndex,
  to: TargetName,
  ledger: Ledger,
  words: TargetWords,
): void {
  for (const key of settings.unused()) {
    const item = settings.item(key, '');
    const target = mapping.setting(key)?.targets?.[to];
    const isOfIngresses = mapping.entry(key) !== undefined;
    if (target !== undefined) {
      const lost = target.verdict === 'unsupported' || target.verdict === 'manual';
      ledger.say(item, {
        verdict: target.verdict,
        code: lost ? 'RS0319' : 'RS0318',
        severity: lost ? 'warning' : 'info',
        message: target.caveat,
        next: target.next,
      });
    } else if (isOfIngresses) {
      const message = `${key} of the ConfigMap: every Ingress that has rules says something else, or nothing depends on it`;
      ledger.say(item, { verdict: 'redundant', code: 'RS0318', message });
    } else {
      const message = 'a setting of the whole controller that no part of the conversion looks at';
      ledger.say(item, { verdict: 'unsupported', code: 'RS0319', severity: 'info', message, next: words.settings });
    }
  }
  sayIdleSettings(settings, ledger);
}
