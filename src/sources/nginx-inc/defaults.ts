import type { Traced } from '../../model/traced.js';
import type { SourceDefaults } from '../../model/traffic.js';
import type { Settings } from '../settings.js';
import { secondsOf } from './grammar.js';

/** The controller's own settings that act on every request (internal/configs/config_params.go NewDefaultConfigParams). */
export function defaultsOf(settings: Settings): SourceDefaults {
  const unwritten = (key: string, value: string): Traced<string> | undefined =>
    settings.served && settings.text(key) === undefined ? { value, from: [settings.item(key, value)] } : undefined;
  const seconds = (key: string): Traced<number> => settings.traced(key, secondsOf(settings.text(key) ?? '') ?? 60);
  return {
    readTimeout: () => seconds('proxy-read-timeout'),
    sendTimeout: () => seconds('proxy-send-timeout'),
    forwardedHeaders: () => settings.traced('forwarded-headers', 'appended'),
    bodySize: () => unwritten('client-max-body-size', '1m'),
    retries: () => unwritten('proxy-next-upstream', 'error timeout'),
    underscores: () => unwritten('underscores-in-headers', 'off'),
    clientAddress: () => ((settings.text('set-real-ip-from') ?? '').trim() === '' ? 'connection' : 'forwarded'),
  };
}
