import type { CompiledLocation } from './compiled-location.js';
import { rewrites } from './locations.js';
import type { ProxySettings } from './settings.js';

const kilo = 1024;

/** A size as nginx reads it: digits with an optional k or m; undefined where it answers "invalid value". */
export function sizeOf(text: string, offset: boolean): number | undefined {
  const match = /^(\d+)([kmg]?)$/i.exec(text.trim());
  if (match === null) return undefined;
  const unit = (match[2] ?? '').toLowerCase();
  if (unit === 'g' && !offset) return undefined;
  const factor = unit === 'g' ? kilo ** 3 : unit === 'm' ? kilo ** 2 : unit === 'k' ? kilo : 1;
  return Number(match[1]) * factor;
}

/** The proxy module's rules between its buffer sizes (ngx_http_upstream / ngx_http_proxy_module, merge_loc_conf). */
function checkProxy(proxy: ProxySettings): string | undefined {
  const times = [proxy.connectTimeout, proxy.sendTimeout, proxy.readTimeout];
  if (times.some((time) => time < 0)) return 'proxy timeout: invalid value';
  const size = sizeOf(proxy.bufferSize, false);
  if (size === undefined) return '"proxy_buffer_size" directive invalid value';
  if (proxy.buffersNumber <= 0) return 'invalid value in "proxy_buffers"';
  if (proxy.buffersNumber < 2) return 'there must be at least 2 "proxy_buffers"';
  const busy = proxy.busyBuffersSize === '' ? 2 * size : sizeOf(proxy.busyBuffersSize, false);
  if (busy === undefined) return '"proxy_busy_buffers_size" directive invalid value';
  if (busy < size) return '"proxy_busy_buffers_size" must be equal to or greater than the value of "proxy_buffer_size"';
  if (busy > (proxy.buffersNumber - 1) * size) {
    return '"proxy_busy_buffers_size" must be less than the size of all "proxy_buffers" minus one buffer';
  }
  return undefined;
}

/** Texts with which `nginx -t` refuses locations, apart from duplicates and expressions. */
export function checkLocations(host: string, locations: readonly CompiledLocation[]): string[] {
  const errors: string[] = [];
  const authNames = new Set<string>();
  for (const location of locations) {
    const where = `location "${location.source.path}" of ${host}`;
    const { settings, source } = location;
    if (settings.externalAuth !== undefined) {
      // The internal location of the auth subrequest is named after path and type; regex mode lets both occur twice.
      const name = `${source.path} ${source.pathType}`;
      if (authNames.has(name)) errors.push(`duplicate location "/_external-auth-…" for ${where}`);
      authNames.add(name);
    }
    if (settings.denied !== undefined) continue;
    const proxy = checkProxy(settings.proxy);
    if (proxy !== undefined) errors.push(`${proxy} in ${where}`);
    if (rewrites(source) && /\$(?!\w|\{\w+\})/.test(settings.rewrite.target)) {
      errors.push(`invalid variable name in rewrite of ${where}`);
    }
  }
  return errors;
}
