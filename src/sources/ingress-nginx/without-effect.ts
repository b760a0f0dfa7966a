import type { Ledger } from '../../ledger/ledger.js';
import type { ItemId } from '../../model/traced.js';
import type { Settings } from '../settings.js';
import type { Redirects } from './concerns/redirects.js';
import type { Snippets } from './concerns/snippets.js';
import { NO_AUTH_LOCATIONS } from './policies.js';
import type { Location, RoutingTable } from './routing-table.js';
import type { ServedIngress } from './served-ingress.js';

type Reason = {
  readonly code: 'RS0305' | 'RS0309' | 'RS0314' | 'RS0316' | 'RS1016' | 'RS1206' | 'RS1303';
  readonly message: string;
};

/**
 * Says of every item that nothing spoke of why it has no effect, as far as the place where it stands tells. To be called
 * after the target was compiled. What remains silent is a defect, and the ledger says so.
 */
export function sayWithoutEffect(
  served: readonly ServedIngress[],
  table: RoutingTable,
  redirects: ReadonlyMap<ServedIngress, Redirects>,
  snippets: ReadonlyMap<ServedIngress, Snippets>,
  settings: Settings,
  ledger: Ledger,
): void {
  const silent = served.filter((one) => itemsOfIngress(one).some((item) => ledger.isSilent(item)));
  if (silent.length === 0) return;
  const answering = answeringSnippets(table, snippets);
  const exempt = settings.list('no-auth-locations', NO_AUTH_LOCATIONS);
  const owned = new Map<ServedIngress, Location[]>();
  const lockedLocations = new Set<Location>();
  for (const server of table.servers.values()) {
    const locked = server.certificateUsers.some((u) => u.annotations.hostDenied !== undefined);
    for (const location of server.locations) {
      if (locked) lockedLocations.add(location);
      if (location.withoutAnnotations) continue;
      const known = owned.get(location.owner);
      if (known === undefined) owned.set(location.owner, [location]);
      else known.push(location);
    }
  }
  for (const one of silent) {
    for (const item of itemsOfIngress(one)) {
      if (!ledger.isSilent(item)) continue;
      const locations = owned.get(one) ?? [];
      const inert = locations.every((l) => lockedLocations.has(l) || l.upstream === undefined);
      const locked = inert && locations.some((l) => lockedLocations.has(l));
      const reason = locked
        ? LOCKED
        : (reasonFor(item, one, locations, redirects.get(one), exempt, ledger) ??
          (answering.has(one) && ledger.annotationOf(item) !== undefined ? ANSWERED : undefined));
      if (reason !== undefined) ledger.say(item, { verdict: 'redundant', severity: 'info', ...reason });
    }
  }
}

const LOCKED: Reason = {
  code: 'RS0305',
  message: 'has no effect: a client CA that cannot be loaded makes the controller answer 403 on the whole host',
};

const ANSWERED: Reason = {
  code: 'RS0316',
  message: 'has no effect: a snippet answers the requests for every path of this Ingress before it could act',
};

/** The Ingresses on whose paths a snippet answers by itself: their own, or that of the server. */
function answeringSnippets(
  table: RoutingTable,
  snippets: ReadonlyMap<ServedIngress, Snippets>,
): ReadonlySet<ServedIngress> {
  const answers = (effects: Snippets['location']): boolean =>
    effects !== undefined && (effects.answers.length > 0 || effects.access?.allow?.value.length === 0);
  const found = new Set<ServedIngress>();
  for (const [one, { location }] of snippets) if (answers(location)) found.add(one);
  for (const { users, locations } of table.servers.values())
    if (users.some((user) => answers(snippets.get(user)?.server))) for (const { owner } of locations) found.add(owner);
  return found;
}

/** Every item of an Ingress: its annotations that the controller reads, and its fields. */
export function itemsOfIngress(one: ServedIngress): ItemId[] {
  const { fields } = one;
  const items = [...one.annotations.items];
  if (fields.defaultBackend !== undefined) items.push(fields.defaultBackend);
  addItems(items, fields.tls);
  addItems(items, fields.rules);
  for (const paths of fields.paths) addItems(items, paths);
  return items;
}

function addItems(items: ItemId[], list: readonly (ItemId | undefined)[]): void {
  for (const item of list) if (item !== undefined) items.push(item);
}

function reasonFor(
  item: ItemId,
  one: ServedIngress,
  locations: readonly Location[],
  redirects: Redirects | undefined,
  exempt: readonly string[],
  ledger: Ledger,
): Reason | undefined {
  const { denied } = one.annotations;
  const annotation = ledger.annotationOf(item) !== undefined;
  if (denied !== undefined) {
    return { code: 'RS0305', message: `has no effect: ${denied.reason}, so every path of this Ingress answers 503` };
  }
  if (one.fields.tls.includes(item)) {
    const canary = 'the controller ignores tls on a canary';
    const unused = 'no host of this Ingress takes its certificate from this entry';
    return { code: 'RS1206', message: one.isCanary ? canary : unused };
  }
  if (one.isCanary && locations.length === 0) {
    const message = 'this canary gets no traffic; the findings of its paths say why';
    return { code: 'RS1303', message };
  }
  if (item === one.fields.defaultBackend) {
    const message = 'the controller never uses it: rules without a host, or a rule for /, take its place';
    return { code: 'RS1016', message };
  }
  if (one.fields.rules.includes(item)) return { code: 'RS0314', message: 'no path of this rule is served' };
  const shares = one.isCanary && (!annotation || /\/canary/.test(ledger.annotationOf(item) ?? ''));
  if (shares) {
    return {
      code: 'RS1303',
      message: 'the path of its main Ingress forwards no request: it is redirected, closed or withheld',
    };
  }
  if (!annotation) return undefined;
  if (locations.length === 0) {
    return { code: 'RS0314', message: 'has no effect: other Ingresses serve every host and path that this one names' };
  }
  if (locations.every((l) => l.upstream === undefined)) {
    return {
      code: 'RS0314',
      message: 'has no effect: no path of this Ingress reaches a backend; the controller answers 404',
    };
  }
  if (
    locations.every((l) => l.upstream === undefined || exempt.some((p) => l.path.startsWith(p))) &&
    isAuthentication(one, item)
  ) {
    return { code: 'RS0314', message: 'has no effect: every path of this Ingress is exempt (no-auth-locations)' };
  }
  // Redirects answer before everything else (semantics §9).
  const answered =
    redirects?.fixed !== undefined || /^https?:/i.test(one.annotations.text('rewrite-target')?.value ?? '');
  if (answered && locations.every((l) => !l.withoutRedirects)) {
    return { code: 'RS0316', message: 'has no effect: every path of this Ingress is redirected before it could act' };
  }
  if (locations.every((l) => l.withoutRedirects)) {
    return { code: 'RS0316', message: 'the controller ignores redirects and rewrites on an Ingress without rules' };
  }
  if (item === one.annotations.item('x-forwarded-prefix')) {
    return { code: 'RS0309', message: 'is sent only where a path is rewritten, and no path of this Ingress is' };
  }
  if (actsOnMoreThanPaths(one, item)) {
    return { code: 'RS0314', message: 'has no effect: an older Ingress of the same host or Service decides' };
  }
  return undefined;
}

function isAuthentication(one: ServedIngress, item: ItemId): boolean {
  return [...one.annotations.keys()].some((key) => key.startsWith('auth-') && one.annotations.item(key) === item);
}

function actsOnMoreThanPaths(one: ServedIngress, item: ItemId): boolean {
  for (const key of one.annotations.keys()) {
    if (one.annotations.item(key) !== item) continue;
    const scope = one.annotations.entry(key)?.scope;
    return scope === 'host' || scope === 'upstream' || scope === 'ingress';
  }
  return false;
}
