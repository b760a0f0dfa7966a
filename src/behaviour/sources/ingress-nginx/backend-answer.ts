import { sizeOf } from './config-check.js';
import type { BackendAnswer } from './input.js';
import type { ProxySettings } from './settings.js';

/** What nginx makes of a backend that does not answer properly (reference §12, §14); undefined if it does. */
export function gatewayFailure(
  answer: BackendAnswer | null,
  proxy: ProxySettings,
): { readonly status: number; readonly reason: string } | undefined {
  if (answer === null) return { status: 502, reason: 'the backend refuses connections or speaks another protocol' };
  if ((answer.seconds ?? 0) > proxy.readTimeout) return { status: 504, reason: 'read timeout' };
  const size = Object.entries(answer.headers ?? {}).reduce(
    (sum, [name, value]) => sum + name.length + value.length + 4,
    0,
  );
  const limit = sizeOf(proxy.bufferSize, false);
  if (limit !== undefined && size > limit)
    return { status: 502, reason: 'response header larger than proxy-buffer-size' };
  return undefined;
}
