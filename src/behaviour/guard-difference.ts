import type { Guard } from './outcome.js';
import { type Network, parseNetwork } from './values/addresses.js';

type Kind = Guard['kind'];

/** Keys by which one client is counted apart from others; a limit that names no key counts so. */
const perClient: readonly unknown[] = [undefined, 'client', 'ip', 'src', '$binary_remote_addr', '$remote_addr'];

/** Modes in which a client may come without a certificate, or with one that nobody has checked. */
const lenientModes: readonly unknown[] = [
  'optional',
  'optional_no_ca',
  'AllowInsecureFallback',
  'VerifyIfGiven',
  'Request',
  'RequireAny',
  'OPTIONAL_MUTUAL',
  'VerifyClientCertIfGiven',
  'RequestClientCert',
  'RequireAnyClientCert',
];

/**
 * Whether the guards of a kind before and after differ in something that both sides tell in the same terms: which addresses,
 * how many requests in which time and counted by whom, how many bytes, how many connections, which cookie, whether a failing
 * authorizer or a missing certificate opens. Whether one of several guards is enough shows in the answers. Names of Secrets, realms, refusals and bursts each data plane has in its own way.
 */
export function guardsDiffer(kind: Kind, before: readonly Guard[], after: readonly Guard[]): boolean {
  const [a, b] = [before.filter(limitsAnything), after.filter(limitsAnything)];
  if ((a.length === 0) !== (b.length === 0)) return true;
  if (a.length === 0) return false;
  return facets[kind].some((facet) => {
    const [left, right] = [facet(a), facet(b)];
    return left !== undefined && right !== undefined && left !== right;
  });
}

/** A limit of zero bytes is how nginx writes that there is none. */
function limitsAnything({ kind, parameters }: Guard): boolean {
  return kind !== 'body-size' || bytesOf(parameters.limit) !== 0;
}

/** Bytes, also where they are written as nginx writes them. */
function bytesOf(limit: unknown): number | undefined {
  if (typeof limit === 'number') return limit;
  const [, amount, unit = ''] = /^(\d+)([kmg]?)$/i.exec(typeof limit === 'string' ? limit : '') ?? [];
  return amount === undefined ? undefined : Number(amount) * 1024 ** ' kmg'.indexOf(unit.toLowerCase() || ' ');
}

/** What of the guards of a kind can be compared; undefined where one side does not say. */
type Facet = (guards: readonly Guard[]) => string | undefined;

/** Several lists of one kind all have to be passed, which is no list that could be written down. */
const addresses: Facet = ([first, ...others]) => {
  const list = first?.parameters.addresses;
  if (others.length > 0 || typeof list !== 'object') return undefined;
  const networks = list.map((item) => parseNetwork(item));
  return networks.every((network) => network !== undefined) ? reduced(networks) : undefined;
};

const rates: Facet = (guards) => {
  const found = guards.map(({ parameters: { requests, seconds } }) =>
    typeof requests === 'number' && typeof seconds === 'number' ? requests / seconds : undefined,
  );
  if (found.includes(undefined)) return undefined;
  return [...new Set(found.map((rate) => rate?.toPrecision(6)))].sort().join(' ');
};

const countedBy: Facet = (guards) =>
  guards.every(({ parameters }) => perClient.includes(parameters.key)) ? 'client' : 'others';

/** A name that nobody chose is each data plane's own; one that stands there is what can be compared. */
const cookie: Facet = ([first]) => (first?.parameters.generated === true ? '' : String(first?.parameters.cookie ?? ''));

const failsOpen: Facet = (guards) => String(guards.some(({ parameters }) => parameters.failOpen === true));

const lenient: Facet = ([first]) => {
  const mode = first?.parameters.verify ?? first?.parameters.mode;
  return mode === undefined ? undefined : String(lenientModes.includes(mode));
};

const bytes: Facet = ([first]) => bytesOf(first?.parameters.limit)?.toString();

function numberOf(name: string): Facet {
  return ([first, ...others]) => {
    const value = first?.parameters[name];
    return others.length === 0 && typeof value === 'number' ? String(value) : undefined;
  };
}

const facets: Readonly<Record<Kind, readonly Facet[]>> = {
  'basic-auth': [],
  'digest-auth': [],
  'external-auth': [failsOpen],
  'client-certificate': [lenient],
  'allow-list': [addresses],
  'deny-list': [addresses],
  'rate-limit': [rates, countedBy],
  'connection-limit': [numberOf('connections'), countedBy],
  'body-size': [bytes],
  affinity: [cookie],
};

/** Networks without those that lie in another, in order: two lists that let the same addresses in read the same. */
function reduced(networks: readonly Network[]): string {
  const inside = (a: Network, b: Network) => (a.base & b.mask) === b.base && a.mask >= b.mask;
  const kept = networks.filter(
    (network, i) =>
      !networks.some((other, j) => i !== j && inside(network, other) && !(inside(other, network) && i < j)),
  );
  return kept
    .map(({ base, mask }) => `${base.toString(16)}/${mask.toString(16)}`)
    .sort()
    .join(' ');
}
