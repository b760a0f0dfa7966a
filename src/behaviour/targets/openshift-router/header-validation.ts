import type { FieldError } from './api-validation.js';
import { parseHeaderFormat } from './header-format.js';
import type { HeaderAction, RouteObject } from './route-object.js';

const reserved = ['strict-transport-security', 'proxy', 'cookie', 'set-cookie'];
const headerName = /^[-!#$%&'*+.0-9A-Z^_`a-z|~]{1,255}$/;
const mostActions = 20;
const longestValue = 16_384;

/** What the API server has against `spec.httpHeaders` (reference §2.9 and §2.11). */
export function validateHeaderActions({ requestActions, responseActions, tls }: RouteObject): FieldError[] {
  const errors: FieldError[] = [];
  if (tls?.termination === 'passthrough' && requestActions.length + responseActions.length > 0) {
    errors.push({ field: 'spec.tls.termination', message: 'passthrough termination allows no header actions' });
  }
  return [
    ...errors,
    ...validateList(requestActions, 'spec.httpHeaders.actions.request', 'req'),
    ...validateList(responseActions, 'spec.httpHeaders.actions.response', 'res'),
  ];
}

function validateList(actions: readonly HeaderAction[], field: string, side: 'req' | 'res'): FieldError[] {
  if (actions.length > mostActions) {
    return [{ field, message: `has ${actions.length} actions, more than ${mostActions}` }];
  }
  const errors: FieldError[] = [];
  const seen = new Set<string>();
  for (const [index, { name, type, value }] of actions.entries()) {
    const at = `${field}[${index}]`;
    // Names are compared as written: X-A and x-a may both stand there.
    if (seen.has(name)) errors.push({ field: `${at}.name`, message: `${name} stands there twice` });
    seen.add(name);
    if (reserved.includes(name.toLowerCase())) errors.push({ field: `${at}.name`, message: `${name} is reserved` });
    else if (!headerName.test(name)) errors.push({ field: `${at}.name`, message: 'is no header name' });
    if (type !== 'Set' && type !== 'Delete') {
      errors.push({ field: `${at}.action.type`, message: 'is neither Set nor Delete' });
    } else if ((type === 'Set') !== (value !== undefined)) {
      errors.push({ field: `${at}.action.set`, message: 'belongs to the type Set, and only there' });
    }
    if (value !== undefined && (value.length > longestValue || parseHeaderFormat(value, side) === undefined)) {
      errors.push({ field: `${at}.action.set.value`, message: 'is no header value with permitted lookups' });
    }
  }
  return errors;
}
