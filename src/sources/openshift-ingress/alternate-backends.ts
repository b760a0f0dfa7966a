import type { Ledger } from '../../ledger/ledger.js';
import { ingressNginx } from '../../mappings/ingress-nginx.js';
import { checkValue, type ParsedValue } from '../../mappings/value.js';
import type { OriginatedRoute } from '../../model/originated-route.js';
import type { ItemId } from '../../model/traced.js';
import type { IngressAnnotations } from './annotations.js';
import type { Context, ManagedIngress } from './managed-ingress.js';

const MOST_ALTERNATES = 3;
const HEAVIEST = 256;
const WHOLE = 100;

/** A Route with the Ingress that it was made of. */
export interface Made {
  readonly managed: ManagedIngress;
  readonly route: OriginatedRoute;
}

/** What a canary of ingress-nginx asks for: a share of the requests. */
interface Share {
  readonly weight: number;
  readonly total: number;
  readonly items: readonly ItemId[];
}

/**
 * Canary Ingresses in the words of ingress-nginx, which mean nothing to the controller: it makes a Route of each, and the
 * router takes the older one. On request a canary becomes an alternate backend of the Route with the same host and path
 * (reference §3.1; weights are scaled into 0 to 256 where their total is larger).
 */
export function joinCanaries(made: readonly Made[], context: Context): OriginatedRoute[] {
  const { ledger, additions } = context;
  const shares = new Map<ManagedIngress, Share | undefined>();
  for (const { managed } of made) if (!shares.has(managed)) shares.set(managed, shareOf(managed.annotations));
  const isCanary = (one: Made): boolean => additions.has('alternate-backends') && shares.get(one.managed) !== undefined;
  const routes = new Map<string, { readonly position: number; route: OriginatedRoute }>();
  const kept: OriginatedRoute[] = [];
  for (const { route } of made.filter((one) => !isCanary(one))) {
    const position = kept.push(route) - 1;
    const key = claimOf(route);
    if (!routes.has(key)) routes.set(key, { position, route });
  }
  for (const one of made.filter(isCanary)) {
    const share = shares.get(one.managed);
    const main = routes.get(claimOf(one.route));
    const why = share === undefined ? undefined : obstacle(one.route, main?.route, share);
    if (share === undefined || main === undefined || why !== undefined) {
      sayApart(one, why ?? 'no other Ingress has a Route for the same host and path', ledger);
      kept.push(one.route);
      continue;
    }
    main.route = joined(main.route, one.route, share, ledger);
    kept[main.position] = main.route;
  }
  return kept;
}

function claimOf({ route, owner }: OriginatedRoute): string {
  return JSON.stringify([owner.namespace ?? null, route.host, route.path, route.wildcardPolicy]);
}

/** The share of a canary Ingress; undefined for every other Ingress, and for canaries that go by headers or cookies alone. */
function shareOf({ nginx }: IngressAnnotations): Share | undefined {
  const read = (key: string): { readonly value: ParsedValue; readonly item: ItemId } | undefined => {
    const written = nginx.get(key);
    const entry = ingressNginx.entry(key)?.entry;
    if (written === undefined || entry === undefined) return undefined;
    const checked = checkValue(entry, written.value);
    return checked.ok ? { value: checked.value, item: written.item } : undefined;
  };
  const numberOf = (value: ParsedValue | undefined): number | undefined =>
    value?.kind === 'int' ? value.value : undefined;
  const canary = read('canary');
  const weight = read('canary-weight');
  const total = read('canary-weight-total');
  const share = numberOf(weight?.value);
  const whole = numberOf(total?.value) ?? WHOLE;
  if (canary?.value.kind !== 'bool' || !canary.value.value || weight === undefined || share === undefined)
    return undefined;
  if (whole < 1 || share < 0) return undefined;
  const items = [canary.item, weight.item, ...(total === undefined ? [] : [total.item])];
  return { weight: Math.min(share, whole), total: whole, items };
}

/** Why two Routes cannot become one. */
function obstacle(canary: OriginatedRoute, main: OriginatedRoute | undefined, share: Share): string | undefined {
  if (main === undefined) return undefined;
  if (main.route.alternateBackends.length >= MOST_ALTERNATES)
    return `the Route of ${main.owner.ref.name} has ${MOST_ALTERNATES} alternate backends already`;
  if (main.route.alternateBackends.length > 0)
    return `the Route of ${main.owner.ref.name} has a canary already, and only one share can be told`;
  if (main.route.to.service === canary.route.to.service) return 'both lead to the same Service';
  if (main.route.targetPort !== canary.route.targetPort)
    return `a Route has one port for all its backends, and these ask for ${portWords(main)} and ${portWords(canary)}`;
  return share.weight === 0 && share.total === 0 ? 'its share is nothing of nothing' : undefined;
}

function portWords({ route }: OriginatedRoute): string {
  return route.targetPort === undefined ? 'a port without a name' : String(route.targetPort);
}

/** The weight in 0 to 256; a share that is not nothing stays more than nothing. */
function scaled(weight: number, total: number): number {
  if (total <= HEAVIEST) return weight;
  return weight === 0 ? 0 : Math.max(1, Math.round((weight * HEAVIEST) / total));
}

function joined(main: OriginatedRoute, canary: OriginatedRoute, share: Share, ledger: Ledger): OriginatedRoute {
  const { weight, total, items } = share;
  const [rest, part] = [scaled(total - weight, total), scaled(weight, total)];
  const pathItems = canary.from.to ?? [];
  const arithmetic = total > HEAVIEST ? ` (${weight} of ${total}, scaled to ${HEAVIEST})` : '';
  ledger.sayAll([...items, ...(canary.from.host ?? [])], {
    verdict: 'approximated',
    code: 'RS2149',
    severity: 'info',
    message: `makes Service ${canary.route.to.service} an alternate backend of the Route of ${main.owner.ref.name}`,
  });
  ledger.sayAll(pathItems, {
    verdict: 'approximated',
    code: 'RS2149',
    message: `added with --add alternate-backends: Service ${canary.route.to.service} takes ${part} of ${rest + part} requests of ${main.route.host}${main.route.path}${arithmetic}; clients with the cookie of the router stay where they are, and with two Services the router balances in turn instead of at random`,
    next: 'Set haproxy.router.openshift.io/disable_cookies: "true" if the share has to hold for returning clients, too.',
  });
  return {
    ...main,
    route: {
      ...main.route,
      to: { ...main.route.to, weight: rest },
      alternateBackends: [{ service: canary.route.to.service, weight: part }],
    },
    from: { ...main.from, alternateBackends: [...items, ...pathItems] },
  };
}

function sayApart({ managed, route }: Made, why: string, ledger: Ledger): void {
  const items = [
    ...(route.from.to ?? []),
    ...[...managed.annotations.nginx].flatMap(([key, { item }]) => (key === 'canary' ? [item] : [])),
  ];
  ledger.sayAll(items, {
    verdict: 'approximated',
    code: 'RS2159',
    message: `not added as an alternate backend: ${why}; it stays a Route of its own, which the router takes for all requests of its host and path or not at all`,
    next: 'Write the alternate backend by hand, or leave the canary out.',
  });
}
