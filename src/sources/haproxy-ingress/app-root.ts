import { traced } from '../../model/traced.js';
import type { PlainHttp, Rule } from '../../model/traffic.js';
import type { Context, HostDraft } from './context.js';
import { hostValues, redirectTo, ruleOf, sayCompleted, status } from './rules.js';

/**
 * app-root redirects the root of a host (reference §1.8).
 *
 * @param isTaken whether redirect-to takes the root
 */
export function appRoot(host: HostDraft, isTaken: boolean, context: Context): Rule[] {
  const root = hostValues(host, context).text('app-root');
  const [first] = host.users;
  if (root === undefined || first === undefined || root.value === '' || host.name === '') return [];
  if (isTaken) {
    context.ledger.sayAll(root.from, {
      verdict: 'redundant',
      code: 'RS2205',
      message: `redirect-to takes the root of ${host.name} over HTTPS before app-root does; it is written for both schemes`,
    });
    return [];
  }
  sayCompleted(root.from, context);
  return [
    {
      owner: first.owner,
      label: 'app-root',
      path: { kind: 'exact', path: '/', asWritten: true },
      action: {
        kind: 'redirect',
        redirect: traced({ ...redirectTo(root.value, 302), purpose: 'app-root' as const }, root.from),
      },
      plainHttp: plainRoot(host, context),
      policies: {},
      from: [],
      regexFrom: [],
    },
  ];
}

export function hasAppRoot(host: HostDraft, context: Context): boolean {
  return host.name !== '' && (hostValues(host, context).text('app-root')?.value ?? '') !== '';
}

/** Whether the root goes to HTTPS before it goes to the app root; without a path for it the ConfigMap decides. */
export function plainRoot(host: HostDraft, context: Context): PlainHttp {
  const rule = host.paths.find(({ path }) => path === '/');
  const isSent =
    rule?.backend === undefined
      ? context.settings.text('ssl-redirect') !== 'false'
      : ruleOf(rule, { through: undefined, overTls: true }, context).plainHttp.kind === 'redirect';
  if (!isSent) return { kind: 'serve', from: [] };
  const keepsTrailingSlash = { value: true, from: [] };
  return { kind: 'redirect', status: status(context, 'ssl-redirect-code'), keepsTrailingSlash, from: [] };
}
