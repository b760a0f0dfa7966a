import type { Situation } from './situation.js';

/** Whether the loss of a setting of the whole controller can make this difference. */
export function settingExplains({ difference, request, source }: Situation, setting: string): boolean {
  const { field } = difference;
  const header = (name: string) => Object.keys(request.headers ?? {}).some((key) => key.toLowerCase() === name);
  switch (setting) {
    case 'proxy-body-size':
      return field === 'guards.body-size';
    case 'proxy-connect-timeout':
    case 'proxy-send-timeout':
    case 'proxy-read-timeout':
    case 'timeout-server':
    case 'timeout-connect':
    case 'timeout-tunnel':
      return field === 'timeouts';
    case 'block-user-agents':
      return source.status === 403 && header('user-agent');
    case 'block-referers':
      return source.status === 403 && header('referer');
    case 'block-cidrs':
      return field === 'guards.deny-list' || source.status === 403;
    case 'custom-http-errors':
      return field === 'status' || field.startsWith('responseHeaders.');
    case 'enable-underscores-in-headers':
      return field.startsWith('requestHeaders.') && field.includes('_');
    case 'use-forwarded-headers':
      return Object.keys(request.headers ?? {}).some((key) => key.toLowerCase().startsWith('x-forwarded-'));
    case 'proxy-set-headers':
      return field.startsWith('requestHeaders.');
    case 'add-headers':
    case 'hide-headers':
      return field.startsWith('responseHeaders.');
    case 'relative-redirects':
      return field === 'location' && isSameButRelative(difference.source, difference.target);
    case 'ssl-reject-handshake':
      return request.scheme === 'https' && field === 'status';
    default:
      return false;
  }
}

/** A path before, and a URL of the same path after. */
function isSameButRelative(before: unknown, after: unknown): boolean {
  const url = typeof after === 'string' ? URL.parse(after) : null;
  return typeof before === 'string' && before.startsWith('/') && url !== null && before === url.pathname + url.search;
}
