import type { PathMatchValue } from '../../../../kubernetes/gateway-api.js';
import type { AccessList } from '../../../../model/policies.js';
import type { PathEntry, PathPlan } from '../../path-entries.js';
import { mayTake, takes } from '../../path-regions.js';
import type { Standing } from '../implementation.js';

/** Where an AuthorizationPolicy of a Gateway acts: host names and paths, as `operation` has them. */
export interface Scope {
  readonly hosts: readonly string[];
  readonly paths: readonly string[];
  readonly notPaths?: readonly string[] | undefined;
}

/**
 * The hosts and paths of a rule in the words of an AuthorizationPolicy, which knows whole values, prefixes and suffixes
 * (implementation-policies.md §1.3), or why there are none. Paths of other rules below it, which have other lists, are left
 * out.
 */
export function scopeOf({ rule, entries, host, plans }: Standing): Scope | { readonly why: string } {
  const names = [host.host, ...host.aliases.map(({ value }) => value)];
  const exact = names.flatMap((name) => (name.kind === 'exact' ? [name.name] : []));
  if (exact.length !== names.length)
    return { why: 'of a host with a wildcard, where a policy would refuse requests for other hosts, too' };
  const paths = entries.map(globsOf);
  const known = paths.flatMap((globs) => globs ?? []);
  if (paths.includes(undefined))
    return { why: 'of a path that is an expression, or holds a * or a brace, which a policy cannot name' };
  const others = plans.filter((plan) => plan.rule !== rule && !sameLists(plan, rule.policies.accessList));
  const inside = others.flatMap((plan) => [...plan.entries, ...plan.closing]);
  const apart: string[] = [];
  for (const other of inside) {
    const globs = globsOf(other);
    if (globs === undefined) {
      if (mayTake(other.match, rule.path))
        return { why: `of a path of which the expression ${other.match.value} takes requests that have other lists` };
      continue;
    }
    if (entries.some(({ match }) => isBelow(other.match, match))) apart.push(...globs);
  }
  const notPaths = [...new Set(apart)].filter((path) => !known.includes(path)).sort();
  // The Host header may carry a port.
  const hosts = exact.flatMap((name) => [name, `${name}:*`]);
  return { hosts, paths: known, ...(notPaths.length === 0 ? {} : { notPaths }) };
}

function globsOf({ match }: PathEntry): string[] | undefined {
  const { type, value } = match;
  if (type === 'RegularExpression' || /[*{}]/.test(value)) return undefined;
  if (type === 'Exact') return [value];
  return value === '/' ? ['/*'] : [value.replace(/\/$/, ''), `${value.replace(/\/$/, '')}/*`];
}

function isBelow(inner: PathMatchValue, outer: PathMatchValue): boolean {
  return outer.type === 'PathPrefix' && inner.value !== outer.value && takes(outer, inner.value);
}

function sameLists({ rule }: PathPlan, lists: AccessList | undefined): boolean {
  const { accessList } = rule.policies;
  const text = (list: AccessList | undefined): string => JSON.stringify([list?.allow?.value, list?.deny?.value]);
  return text(accessList) === text(lists);
}
