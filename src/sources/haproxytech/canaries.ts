import type { Policies } from '../../model/policies.js';
import type { Traced } from '../../model/traced.js';
import type { Decision, PathMatch, Rule, VirtualHost } from '../../model/traffic.js';
import { areAlike, withCanary } from '../canary.js';
import type { Context } from './context.js';
import { readRouteAcl } from './route-acl.js';
import type { Row } from './routing-table.js';

/** A path whose Service has a condition. */
export interface ConditionedRow {
  readonly host: string;
  readonly row: Row;
  readonly acl: Traced<string>;
  /** What is set for the Service. */
  readonly policies: Policies;
}

/** Settings of a Service rather than of a path: those of the canary are its own. */
const OF_SERVICES = ['timeouts', 'affinity', 'balancing', 'backendTls', 'protocol', 'opaqueGuard'] as const;

/**
 * Paths with `route-acl` (AddCustomRoute in pkg/route/route.go): rules before the maps, under which the annotations of the path
 * hold that the maps find. They become canaries of these paths where that says the same; the others are told.
 */
export function withCanaries(
  hosts: readonly VirtualHost[],
  rows: readonly ConditionedRow[],
  context: Context,
): readonly VirtualHost[] {
  const built = [...hosts];
  for (const one of rows) {
    const why = attach(built, one, rows, context);
    if (why !== undefined) sayConditioned(one.row, why, context);
    else sayCanary(one, context);
  }
  return built;
}

/** Puts a canary beside the paths of its host; why not where it cannot stand there. */
function attach(
  hosts: VirtualHost[],
  { host, row, acl, policies }: ConditionedRow,
  rows: readonly ConditionedRow[],
  { options }: Context,
): string | undefined {
  const words = readRouteAcl(acl);
  if (words === undefined) return `${acl.value} asks for more than a header, a cookie or a share`;
  if (options.to === 'openshift-route' && words.decisions.length > 0) return 'a Route splits by share alone';
  if (host === '' || host.startsWith('*'))
    return 'it holds for every host that its rule names, however many labels that has';
  if (rows.some((other) => other.row !== row && other.host === host)) return 'several conditions hold for its host';
  const index = hosts.findIndex((one) => one.host.kind === 'exact' && one.host.name === host);
  const found = hosts[index];
  const path = pathOf(row);
  if (path === undefined) return `the controller reads its path ${row.path} as an expression`;
  if (found === undefined) return 'nothing takes its path without the condition';
  const { served, backend, items } = row;
  const alternative = { owner: served.owner, backend, ...words, from: items };
  const unlike = (rule: Rule): string | undefined => {
    if (rule.owner.namespace !== served.owner.namespace) return 'the path without it is one of another namespace';
    if (rule.action.kind === 'forward' && rule.action.rewrite !== undefined && !isRoot(path))
      return 'the path is rewritten before the condition is asked';
    if (words.decisions.some((decision) => isSet(rule, decision)))
      return 'the header is set before the condition is asked';
    const differing = OF_SERVICES.find((key) => !areAlike(rule.policies[key], policies[key]));
    return differing === undefined ? undefined : `its Service has other settings (${differing}) than that of the path`;
  };
  const attached = withCanary(found.rules, { path, alternative, unlike });
  if (!attached.ok) return attached.why;
  hosts[index] = { ...found, rules: attached.rules };
  return undefined;
}

function isRoot(path: PathMatch): boolean {
  return path.kind === 'element-prefix' && path.path === '/';
}

/** Whether the requests of a rule carry another value by the time that the condition is asked. */
function isSet({ policies: { requestHeaders = [] } }: Rule, decision: Decision): boolean {
  const name = decision.on === 'header' ? decision.name.toLowerCase() : 'cookie';
  return requestHeaders.some(({ value }) => value.name.toLowerCase() === name);
}

/** Whatever is not Exact is a path with its elements there, and stands unescaped in an expression. */
function pathOf({ path, pathType }: Row): PathMatch | undefined {
  if (pathType === 'Exact') return { kind: 'exact', path, asWritten: true };
  const bare = path.replace(/\/$/, '');
  if (/[\\.+*?()|[\]{}^$]/.test(bare)) return undefined;
  return { kind: 'element-prefix', path: bare === '' ? '/' : bare, asWritten: true };
}

/** A header is looked at value by value, and a match at the whole of it. */
function sayCanary({ acl }: ConditionedRow, { ledger }: Context): void {
  if (!/^(?:req\.)?hdr/.test(acl.value.trim())) return;
  ledger.sayAll(acl.from, {
    verdict: 'approximated',
    code: 'RS2242',
    message:
      'written as a match of the whole header; the controller looks at each of its values between commas, and an empty one is a value, too',
  });
}

export function sayConditioned({ items, backend, acl }: Row, why: string, { ledger, options }: Context): void {
  const next =
    options.to === 'gateway-api'
      ? 'Write the condition as matches of an HTTPRoute by hand.'
      : 'Give the Service a host of its own, or decide in the application.';
  ledger.sayAll(acl?.from ?? [], {
    verdict: options.to === 'gateway-api' ? 'manual' : 'unsupported',
    code: 'RS2232',
    severity: 'warning',
    message: `the condition is not written: ${why}`,
    next,
  });
  ledger.sayAll(items, {
    verdict: 'manual',
    code: 'RS2232',
    severity: 'warning',
    message: `not converted: Service ${backend.service} has a condition (route-acl) besides host and path, and ${why}`,
    next,
  });
}
