import type { CompiledLocation } from './compiled-location.js';
import type { Configuration } from './configuration.js';
import type { Headers } from './reply.js';
import { decidesOn } from './snippet-rewrites.js';
import { expand, type VariableScope } from './variables.js';

/** Verdict of the access phase: go on, or a status with the headers that belong to it. */
export type Access =
  | { readonly kind: 'granted' }
  | {
      readonly kind: 'refused';
      readonly status: number;
      readonly reason: string;
      readonly challenge: string | undefined;
    };

type Verdict =
  | { readonly kind: 'pass' | 'neutral' | 'open' }
  | {
      readonly kind: 'fail';
      readonly status: number;
      readonly reason: string;
      readonly challenge?: string | undefined;
    };

/** ngx_http_access_module: the first line that fits decides; without one nothing is decided. */
function byAddress({ addresses }: CompiledLocation, scope: VariableScope): Verdict {
  switch (decidesOn(scope.facts.address, addresses)) {
    case 'allow':
      return { kind: 'pass' };
    case 'deny':
      return { kind: 'fail', status: 403, reason: 'address on the deny list, or not on the allow list' };
    case undefined:
      return { kind: 'neutral' };
  }
}

function byPassword(location: CompiledLocation, configuration: Configuration, scope: VariableScope): Verdict {
  const { basicAuth } = location;
  if (basicAuth === undefined) return { kind: 'neutral' };
  const ask = configuration.input.checks?.basic;
  if (ask === undefined) return { kind: 'open' };
  if (ask(scope.facts.request, basicAuth.secret)) return { kind: 'pass' };
  const scheme = basicAuth.type === 'basic' ? 'Basic' : 'Digest';
  return {
    kind: 'fail',
    status: 401,
    reason: 'no valid credentials',
    challenge: `${scheme} realm="${basicAuth.realm}"`,
  };
}

function byService(
  location: CompiledLocation,
  configuration: Configuration,
  scope: VariableScope,
  forward: Headers,
  client: Headers,
): Verdict {
  const { externalAuth } = location;
  if (externalAuth === undefined) return { kind: 'neutral' };
  const ask = configuration.input.checks?.external;
  if (ask === undefined) return { kind: 'open' };
  const url = expand(externalAuth.url, scope);
  const answer = ask({ url, method: externalAuth.method === '' ? 'GET' : externalAuth.method }, scope.facts.request);
  const headers = new Map(Object.entries(answer.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]));
  const cookie = headers.get('set-cookie');
  if (cookie !== undefined) client.add('set-cookie', cookie);
  const passed = externalAuth.keepalive ? answer.status === 200 : answer.status >= 200 && answer.status < 300;
  if (passed) {
    // The Lua check of the keepalive variant counts its header variables from the wrong end (reference §18.2).
    if (externalAuth.keepalive && externalAuth.responseHeaders.length > 0) {
      return { kind: 'fail', status: 500, reason: 'auth-keepalive together with auth-response-headers' };
    }
    for (const name of externalAuth.responseHeaders) {
      const value = headers.get(name.toLowerCase());
      if (value === undefined) forward.remove(name);
      else forward.set(name, value);
    }
    return { kind: 'pass' };
  }
  if (answer.status === 401 || answer.status === 403) {
    return {
      kind: 'fail',
      status: answer.status,
      reason: 'refused by the external authentication',
      challenge: answer.status === 401 ? headers.get('www-authenticate') : undefined,
    };
  }
  return { kind: 'fail', status: 500, reason: `external authentication answered ${answer.status}` };
}

/**
 * The access phase (reference §18, §19): address lists, password, external authentication, in this order. With
 * `satisfy any` one that passes is enough; an open question counts as passed, since the guard is listed.
 */
export function checkAccess(
  location: CompiledLocation,
  configuration: Configuration,
  scope: VariableScope,
  forward: Headers,
  client: Headers,
): Access {
  const steps: readonly (() => Verdict)[] = [
    () => byAddress(location, scope),
    () => byPassword(location, configuration, scope),
    () => byService(location, configuration, scope, forward, client),
  ];
  let worst: Extract<Verdict, { kind: 'fail' }> | undefined;
  for (const step of steps) {
    const verdict = step();
    if (verdict.kind === 'fail') {
      const final = !location.settings.satisfyAny || verdict.status === 500;
      // A 401 is kept over a 403, so that the client is asked for credentials.
      if (worst === undefined || verdict.status === 401 || final) worst = verdict;
      if (final) break;
    } else if (location.settings.satisfyAny && verdict.kind !== 'neutral') {
      return { kind: 'granted' };
    }
  }
  if (worst === undefined) return { kind: 'granted' };
  return { kind: 'refused', status: worst.status, reason: worst.reason, challenge: worst.challenge };
}
