import type { ExternalAuth } from './authentication-annotations.js';
import { expand, type VariableScope } from './variables.js';

/**
 * Where a 401 is sent when auth-signin is set (buildAuthSignURL in template.go): the original URL is appended unless the
 * parameter is there already.
 */
export function signinRedirect(auth: ExternalAuth | undefined, scope: VariableScope): string | undefined {
  if (auth === undefined || auth.signin === '') return undefined;
  const parameter = auth.signinParameter === '' ? 'rd' : auth.signinParameter;
  const question = auth.signin.indexOf('?');
  const query = new URLSearchParams(question < 0 ? '' : auth.signin.slice(question + 1));
  const original = '$pass_access_scheme://$http_host$escaped_request_uri';
  if ([...query.keys()].length === 0) return expand(`${auth.signin}?${parameter}=${original}`, scope);
  if ((query.get(parameter) ?? '') !== '') return expand(auth.signin, scope);
  return expand(`${auth.signin}&${parameter}=${original}`, scope);
}
