import type { Rule } from '../../model/traffic.js';
import type { Context } from './context.js';
import type { TriedLocation, TriedLocations } from './locations.js';

/** app-root answers for `/` of the whole host, before everything else; the first location that has one wins (§10.2). */
export function appRootOf(tried: TriedLocations, context: Context): Rule | undefined {
  if (!context.inUse.has('app-root')) return undefined;
  let winner: TriedLocation | undefined;
  for (const entry of tried.entries) {
    const { owner, withoutRedirects } = entry.location;
    const root = withoutRedirects ? undefined : owner.annotations.text('app-root');
    if (root === undefined) continue;
    if (!root.value.startsWith('/')) {
      context.ledger.sayAll(root.from, {
        verdict: 'invalid',
        code: 'RS0304',
        message: 'it does not start with /, so the controller ignores it',
        next: 'Write a path.',
      });
      continue;
    }
    winner ??= entry;
    if (winner.location.owner !== owner) {
      context.ledger.sayAll(root.from, {
        verdict: 'redundant',
        code: 'RS0313',
        severity: 'warning',
        message: 'another Ingress of the host sets app-root for a path that sorts first',
        next: 'Keep app-root in one Ingress of the host.',
      });
    }
  }
  const root = winner?.location.owner.annotations.text('app-root');
  if (winner === undefined || root === undefined) return undefined;
  return {
    owner: winner.location.owner.owner,
    label: 'app-root',
    path: { kind: 'exact', path: '/' },
    action: {
      kind: 'redirect',
      redirect: { value: { status: 302, path: root.value, keepsQuery: false, purpose: 'app-root' }, from: root.from },
    },
    plainHttp: { kind: 'serve', from: [] },
    policies: {},
    from: [],
    regexFrom: [],
  };
}
