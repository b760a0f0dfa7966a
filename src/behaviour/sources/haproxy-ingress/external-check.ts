import type { Guard } from '../../outcome.js';
import type { Configuration } from './configuration.js';
import type { ExternalAuth } from './external-auth.js';
import type { Reply } from './reply.js';
import type { RequestFacts } from './request-facts.js';

export type ExternalAnswer =
  | { readonly kind: 'passed'; readonly headers: Readonly<Record<string, string>> }
  | { readonly kind: 'refused'; readonly reply: Omit<Reply, 'rule'> };

/** Asks the authentication service; without a hook the question stays open. */
export function askExternal(check: ExternalAuth, { input }: Configuration, facts: RequestFacts): ExternalAnswer {
  if (check.kind === 'denied') return { kind: 'refused', reply: { status: 403, reason: check.reason } };
  const ask = input.checks?.external;
  if (ask === undefined || isExempt(check, facts)) return { kind: 'passed', headers: {} };
  const method = check.method === '*' ? facts.request.method : check.method.toUpperCase();
  const { status, headers = {} } = ask({ url: check.url, method }, facts.request);
  if (status >= 200 && status < 300) return { kind: 'passed', headers: chosen(headers, check.succeedHeaders) };
  const reason = 'the authentication service refused';
  if (check.signin !== '')
    return { kind: 'refused', reply: { status: 302, reason, location: expanded(check.signin, facts) } };
  // With `-` HAProxy denies itself, else it passes the answer on.
  if (check.failHeaders === '-') return { kind: 'refused', reply: { status: 403, reason } };
  const set = chosen(headers, check.failHeaders);
  return { kind: 'refused', reply: { status, reason, responseHeaders: { set, added: {}, removed: [] } } };
}

/** The guard that a check is. */
export function externalGuard(check: ExternalAuth | undefined, facts: RequestFacts): Guard | undefined {
  if (check === undefined || check.kind === 'denied' || isExempt(check, facts)) return undefined;
  const { url, method, signin } = check;
  return { kind: 'external-auth', parameters: { url, method, ...(signin === '' ? {} : { signin }) } };
}

function isExempt({ exempt }: Extract<ExternalAuth, { kind: 'asks' }>, { path }: RequestFacts): boolean {
  return exempt !== '' && path.startsWith(exempt);
}

function chosen(headers: Readonly<Record<string, string>>, names: string): Record<string, string> {
  if (names === '-') return {};
  const wanted = names.split(',').map((name) => name.trim().toLowerCase());
  return Object.fromEntries(
    Object.entries(headers)
      .map(([name, value]) => [name.toLowerCase(), value] as const)
      .filter(([name]) => name !== 'content-length' && name !== 'host' && (names === '*' || wanted.includes(name))),
  );
}

/** The variables that sign-in addresses are made with. */
function expanded(signin: string, { path, query, host }: RequestFacts): string {
  return signin
    .replaceAll('%[path]', path)
    .replaceAll('%[url]', path + query)
    .replaceAll('%[var(req.host)]', host ?? '')
    .replaceAll('%%', '%');
}
