import type { Traced } from '../../model/traced.js';
import type { SourceDefaults, TrustedProxies } from '../../model/traffic.js';
import type { Settings } from '../settings.js';

/** The controller's own settings that act on every request (internal/ingress/controller/config/config.go NewDefault). */
export function defaultsOf(settings: Settings): SourceDefaults {
  /** A value that is written has its own say; only the silent default is spoken of here. */
  const unwritten = (key: string, value: string): Traced<string> | undefined =>
    settings.served && settings.text(key) === undefined ? { value, from: [settings.item(key, value)] } : undefined;
  return {
    readTimeout: () => settings.traced('proxy-read-timeout', settings.integer('proxy-read-timeout', 60)),
    sendTimeout: () => settings.traced('proxy-send-timeout', settings.integer('proxy-send-timeout', 60)),
    forwardedHeaders: () => {
      const trusted = settings.bool('use-forwarded-headers', false);
      const appends = settings.bool('compute-full-forwarded-for', false);
      return settings.traced('use-forwarded-headers', trusted ? (appends ? 'appended' : 'kept') : 'replaced');
    },
    trustedProxies: () => trustedProxies(settings),
    clientAddress: () =>
      settings.bool('use-forwarded-headers', false) || settings.bool('enable-real-ip', false)
        ? 'forwarded'
        : 'connection',
    bodySize: () => unwritten('proxy-body-size', '1m'),
    retries: () => unwritten('proxy-next-upstream', 'error timeout'),
    buffersResponses: () => settings.text('proxy-buffering')?.trim() === 'on',
    connectTimeout: () => settings.integer('proxy-connect-timeout', 5),
    underscores: () => unwritten('enable-underscores-in-headers', 'false'),
  };
}

/** Whose word about the address of a client counts; only what is written is an item (semantics §13). */
function trustedProxies(settings: Settings): Traced<TrustedProxies> {
  const written = (keys: readonly string[]): number[] => keys.flatMap((key) => settings.written(key)?.from ?? []);
  if (settings.bool('use-proxy-protocol', false))
    return { value: { kind: 'proxy-protocol' }, from: written(['use-proxy-protocol']) };
  if (!settings.bool('use-forwarded-headers', false) && !settings.bool('enable-real-ip', false))
    return { value: { kind: 'nobody' }, from: [] };
  const networks = settings.list('proxy-real-ip-cidr', ['0.0.0.0/0']);
  const header = settings.text('forwarded-for-header') ?? 'X-Forwarded-For';
  return {
    value: { kind: 'header', header, networks },
    from: written(['proxy-real-ip-cidr', 'forwarded-for-header', 'enable-real-ip']),
  };
}
