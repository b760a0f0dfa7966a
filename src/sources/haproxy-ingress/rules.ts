import { withoutFinalSlashes } from '../../model/final-slashes.js';
import { hasGuard } from '../../model/guards.js';
import type { Policies } from '../../model/policies.js';
import type { ItemId, Traced } from '../../model/traced.js';
import type { Action, PathMatch, PlainHttp, Redirect, Rewrite, Rule } from '../../model/traffic.js';
import { readClientCertificate } from './concerns/authentication.js';
import type { BackendDraft, Context, HostDraft, PathDraft } from './context.js';
import { quoted } from './order.js';
import { readPolicies } from './policies.js';
import { Values } from './values.js';

/** How a path is seen from the host whose rules are made. */
export interface Seen {
  /** `*.example.com` or `any host` where the rule is reached by falling through. */
  readonly through: string | undefined;
  /** Whether the path is served over TLS there. */
  readonly overTls: boolean;
}

/** The rule that a path comes to. */
export function ruleOf(draft: PathDraft, seen: Seen, context: Context): Rule {
  const { owner, label, items } = draft;
  const isRewritten = draft.backend !== undefined && hasRewrite(draft, context);
  const policies = draft.backend === undefined ? {} : policiesOf(draft, draft.backend, seen, context);
  const { closed } = owner.annotations;
  // What nobody may ask, or not everybody, is asked to the last letter.
  const isExact = closed !== undefined || hasGuard(policies);
  const base = {
    owner: owner.owner,
    label: seen.through === undefined ? label : `the fall-through to ${seen.through}`,
    path: pathOf(draft, isRewritten, isExact),
    from: items,
    regexFrom: draft.match === 'regex' ? owner.annotations.itemsOf(['path-type']) : [],
    ...(seen.overTls ? {} : { refusesTls: true as const }),
  };
  sayPathType(draft, context);
  if (!isExact || draft.path.endsWith('/')) sayLooseEnd(draft, isRewritten, context);
  if (closed !== undefined) {
    const action: Action = { kind: 'respond', status: 403, reason: closed.reason, from: [] };
    return { ...base, action, plainHttp: { kind: 'serve', from: [] }, policies: {} };
  }
  if (draft.backend === undefined) {
    const action = fixedTarget(draft, owner.annotations.text('redirect-to'), context);
    const { refusesTls, ...open } = base;
    return { ...open, action, plainHttp: { kind: 'serve', from: [] }, policies: {} };
  }
  const path = new Values(draft.sources, context.settings, context.mapping);
  const rewrite = rewriteOf(draft, path);
  return {
    ...base,
    action: {
      kind: 'forward',
      split: { primary: draft.backend.backend },
      ...(rewrite === undefined ? {} : { rewrite }),
    },
    plainHttp: plainHttpOf(draft, path, context),
    policies,
  };
}

function policiesOf(draft: PathDraft, backend: BackendDraft, { overTls }: Seen, context: Context): Policies {
  const path = new Values(draft.sources, context.settings, context.mapping);
  const shared = new Values(backend.sources, context.settings, context.mapping);
  const policies = readPolicies(draft.owner, backend, path, shared, context);
  const host = new Values(draft.host.sources, context.settings, context.mapping);
  const clientCertificate = overTls ? readClientCertificate(host) : undefined;
  return clientCertificate === undefined ? policies : { ...policies, clientCertificate };
}

/** redirect-to, which only rules with a host know; paths of the others end at the default backend. */
function fixedTarget(draft: PathDraft, written: Traced<string> | undefined, context: Context): Action {
  if (draft.host.name === '') {
    context.ledger.sayAll(written?.from ?? [], {
      verdict: 'redundant',
      code: 'RS2208',
      message: 'the controller redirects below hosts only; a rule without host answers like a path that nobody has',
    });
    return { kind: 'respond', status: 404, reason: 'redirect-to without host leads nowhere', from: [] };
  }
  const target = redirectTo(written?.value ?? '/', status(context, 'redirect-to-code'));
  const from = written?.from ?? [];
  sayCompleted(from, context);
  return { kind: 'redirect', redirect: { value: target, from } };
}

/** Location as it is written becomes a whole address. */
export function sayCompleted(from: readonly ItemId[], { ledger }: Context): void {
  ledger.sayAll(from, {
    verdict: 'approximated',
    code: 'RS2214',
    message:
      'written as a redirect filter, which names scheme and host in Location, keeps the query of the request and redirects paths of the ACME challenge as well',
  });
}

/** path-type on paths that have a type of their own does nothing. */
function sayPathType({ owner, match }: PathDraft, { ledger }: Context): void {
  const written = owner.annotations.text('path-type');
  if (written === undefined || match === 'regex' || match !== written.value.toLowerCase()) return;
  ledger.sayAll(written.from, {
    verdict: 'converted',
    code: 'RS2210',
    message: `paths without a type of their own are matched by ${match}`,
  });
}

/** Below a wildcard host paths are expressions, which lose the end of the last segment (reference §1.3). */
function sayLooseEnd({ host, match, path, items }: PathDraft, isRewritten: boolean, { ledger }: Context): void {
  const isBegin = match === 'begin';
  const isExpression = isWildcard(host) && match === 'prefix';
  if (path === '/' || !(isExpression || isBegin)) return;
  const isBeginning = path.endsWith('/');
  if (!isBeginning && !isWildcard(host) && !isRewritten) return;
  const anyCase = isBegin && !isWildcard(host) ? ', in any letter case' : '';
  ledger.sayAll(items, {
    verdict: 'approximated',
    code: 'RS2215',
    message: isBeginning
      ? `the controller does not take ${path.slice(0, -1)} without the final slash; routes take it as well${isBegin && !isWildcard(host) ? `, but not ${path} in other letter case, which then goes to other rules` : ''}`
      : `the controller also takes paths that merely begin with ${path}${anyCase}; routes take whole segments, so that such requests go to other rules with a protection of their own, or none`,
  });
}

function hasRewrite({ sources }: PathDraft, { settings, mapping }: Context): boolean {
  return (new Values(sources, settings, mapping).text('rewrite-target')?.value ?? '') !== '';
}

/** Released versions: paths of a host with TLS redirect, unless they are declared below an exempt one (reference §1.6). */
function plainHttpOf(draft: PathDraft, values: Values, { settings }: Context): PlainHttp {
  const written = values.bool('ssl-redirect');
  const exempt = settings.list('no-tls-redirect-locations', ['/.well-known/acme-challenge']);
  const isHostRule = draft.host.name !== '' && draft.host.certificate !== undefined;
  const isOn = written?.value ?? true;
  if (!isHostRule || !isOn || exempt.some((prefix) => draft.path.startsWith(prefix)))
    return { kind: 'serve', from: written?.from ?? [] };
  const causes = written?.from ?? [settings.item('ssl-redirect', 'true')];
  const code = settings.text('ssl-redirect-code') === undefined ? [] : [settings.item('ssl-redirect-code', '302')];
  return {
    kind: 'redirect',
    status: redirectStatus(settings.integer('ssl-redirect-code', 302)),
    keepsTrailingSlash: { value: true, from: [] },
    from: [...causes, ...code],
  };
}

export function redirectStatus(code: number): number {
  return [301, 302, 303, 307, 308].includes(code) ? code : 302;
}

export function status({ settings }: Context, key: string): number {
  return redirectStatus(settings.integer(key, 302));
}

function isWildcard({ name }: HostDraft): boolean {
  return name.startsWith('*.');
}

/**
 * Of begin, case is lost but below a wildcard host, where it takes more than segments, which is said (reference §1.3); but not of
 * a path that is guarded, since what merely begins like it would go to another rule without the guard.
 */
function pathOf({ match: written, path, host }: PathDraft, isRewritten: boolean, isExact: boolean): PathMatch {
  if (isExact && path !== '/' && !path.endsWith('/')) {
    if (isWildcard(host) && (written === 'prefix' || written === 'begin'))
      return { kind: 'regex', pattern: quoted(path), cased: true };
    if (written === 'begin') return { kind: 'regex', pattern: quoted(path) };
  }
  const match = written === 'begin' && (isWildcard(host) || isRewritten) ? 'prefix' : written;
  if (path === '/' && match !== 'exact' && match !== 'regex')
    return { kind: 'element-prefix', path: '/', asWritten: true };
  switch (match) {
    case 'exact':
      return { kind: 'exact', path, asWritten: true };
    case 'prefix': {
      const bare = withoutFinalSlashes(path);
      return { kind: 'element-prefix', path: bare === '' ? '/' : bare, asWritten: true };
    }
    case 'begin':
      return { kind: 'regex', pattern: quoted(path) };
    case 'regex':
      return { kind: 'regex', pattern: path };
  }
}

/** buildBackendRewriteURL; reference §1.8. */
function rewriteOf({ path, match }: PathDraft, values: Values): Traced<Rewrite> | undefined {
  const written = values.text('rewrite-target');
  if (written === undefined || written.value === '') return undefined;
  const { value: target, from } = written;
  const strange = (inexpressible: string): Traced<Rewrite> => ({ value: { template: target, inexpressible }, from });
  if (/[%'"?#\s]/.test(target)) return strange(`the rewrite to ${target}, which HAProxy reads as more than text`);
  if (match === 'regex') {
    if (target.includes('$')) return strange(`the rewrite to ${target}, which holds a dollar sign`);
    return { value: { template: target.replace(/\\([1-9])/g, '$$$1') }, from };
  }
  if (target.includes('\\') || target.includes('$'))
    return strange(`the rewrite to ${target}, which holds signs with a meaning`);
  if (path !== '/' && path.endsWith('/'))
    return strange(`a rewrite below ${path}, which leaves ${path.slice(0, -1)} itself as it is`);
  if (path === '/' && target === '/') return undefined;
  if (target === '/') return { value: { template: '', prefix: path }, from };
  const joint = path.endsWith('/') && !target.endsWith('/') ? '/' : '';
  return { value: { template: target + joint, prefix: path }, from };
}

/** A fixed target: path and query of the request are dropped. */
export function redirectTo(target: string, code: number): Redirect {
  const [, scheme, authority, rest = ''] = /^(?:(https?):)?\/\/([^/?#]*)(.*)$/s.exec(target) ?? [
    undefined,
    undefined,
    undefined,
    target,
  ];
  const [, hostname = '', port] = /^(.*?)(?::(\d+))?$/.exec(authority ?? '') ?? [];
  const mark = rest.indexOf('?');
  const path = mark < 0 ? rest : rest.slice(0, mark);
  return {
    status: code,
    ...(scheme === 'http' || scheme === 'https' ? { scheme } : {}),
    ...(hostname === '' ? {} : { hostname }),
    ...(port === undefined ? {} : { port: Number(port) }),
    path: path === '' ? '/' : path,
    ...(mark < 0 ? {} : { query: rest.slice(mark + 1) }),
    keepsQuery: false,
    purpose: 'fixed-target',
  };
}

/** The annotations of a host. */
export function hostValues(host: HostDraft, { settings, mapping }: Context): Values {
  return new Values(host.sources, settings, mapping);
}
