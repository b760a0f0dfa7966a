import type { Affinity, Balancing } from '../../../../model/policies.js';
import { formatDuration } from '../../proxying.js';
import type { RulePlace } from '../implementation.js';
import type { PolicyClaim } from '../policy-draft.js';
import { keeps, loses, NO_PART, type Part, resembles } from './parts.js';

const AT = 'spec.loadBalancer';
const COOKIE = `${AT}.consistentHash.cookie`;

/** How endpoints are chosen; a session cookie comes before all else, as at the controller. */
export function balancingPart(place: RulePlace): Part {
  const { affinity, balancing } = place.rule.policies;
  if (affinity !== undefined) return affinityPart(affinity, place);
  return balancing === undefined ? NO_PART : algorithmPart(balancing);
}

function algorithmPart({ algorithm, hashBy, subset }: Balancing): Part {
  if (hashBy !== undefined) {
    const { value, from } = hashBy;
    const found = hashOf(value.key, value.isClientAddress);
    if (found === undefined) {
      const next = 'Hash by a header, a query parameter, a cookie or the address of the client.';
      return { ...NO_PART, lost: [loses(from, 'RS2612', `nothing of Envoy Gateway hashes by ${value.key}`, next)] };
    }
    const whole = subset === undefined ? '' : ' one endpoint is chosen, not a set of them;';
    return {
      spec: { loadBalancer: { type: 'ConsistentHash', consistentHash: found } },
      claims: [
        resembles(
          from,
          'RS2612',
          `${value.key} decides by consistent hashing (Maglev);${whole} clients are spread anew once at the cut-over`,
          AT,
          {
            severity: 'info',
          },
        ),
      ],
    };
  }
  if (algorithm === undefined) return NO_PART;
  switch (algorithm.value) {
    case 'round-robin':
      return {
        spec: { loadBalancer: { type: 'RoundRobin' } },
        claims: [
          keeps(
            algorithm.from,
            'RS2612',
            'endpoints are taken in turn (Envoy Gateway asks the less busy of two where nothing is said)',
            `${AT}.type`,
          ),
        ],
      };
    case 'least-loaded':
      return {
        spec: { loadBalancer: { type: 'LeastRequest' } },
        claims: [
          resembles(
            algorithm.from,
            'RS2612',
            'of two endpoints that with fewer open requests is taken; before, a moving average of answer times decided',
            `${AT}.type`,
            {
              severity: 'info',
            },
          ),
        ],
      };
    case 'random':
      return {
        spec: { loadBalancer: { type: 'Random' } },
        claims: [keeps(algorithm.from, 'RS2612', 'endpoints are taken at random', `${AT}.type`)],
      };
  }
}

/** A hash policy for an expression of nginx that is one variable. */
function hashOf(key: string, isClientAddress: boolean): Record<string, unknown> | undefined {
  if (isClientAddress) return { type: 'SourceIP' };
  const [, kind, name = ''] = /^\$\{?(http|arg|cookie)_([a-z0-9_]{1,200})\}?$/i.exec(key.trim()) ?? [];
  switch (kind?.toLowerCase()) {
    case 'http':
      return { type: 'Headers', headers: [{ name: name.replaceAll('_', '-') }] };
    case 'arg':
      return { type: 'QueryParams', queryParams: [{ name }] };
    case 'cookie':
      return { type: 'Cookie', cookie: { name } };
    default:
      // The path with its query, as nginx has it.
      return /^\$\{?request_uri\}?$/.test(key.trim()) ? { type: 'Headers', headers: [{ name: ':path' }] } : undefined;
  }
}

/** The path of the location; that of an expression is none that a browser would send a cookie for. */
function pathOf({ rule, entry }: RulePlace): string {
  return rule.path.kind === 'regex' || entry.match.type === 'RegularExpression' ? '/' : entry.match.value;
}

function affinityPart(affinity: Affinity, place: RulePlace): Part {
  const { cookie, maxAge, mode, sameSite, secure, path, domain, changesOnFailure } = affinity;
  const claims: PolicyClaim[] = [];
  const lifetime = maxAge === undefined ? '0s' : formatDuration(maxAge.value);
  const isSecure = secure?.value ?? place.rule.plainHttp.kind !== 'serve';
  const attributes: Record<string, string> = {
    Path: attribute(path?.value) ?? pathOf(place),
    ...(attribute(domain?.value) === undefined ? {} : { Domain: attribute(domain?.value) ?? '' }),
    ...(sameSite === undefined ? {} : { SameSite: sameSite.value }),
    HttpOnly: '',
    ...(isSecure ? { Secure: '' } : {}),
  };
  const modeItems = mode?.from ?? [];
  claims.push(
    resembles(
      [...cookie.from, ...modeItems],
      'RS2613',
      `the cookie ${cookie.value} decides by consistent hashing: sessions begin anew once at the cut-over, and ${mode?.value === 'persistent' ? 'some of them move when endpoints come or go, where none did before' : 'some of them move when endpoints come or go, as before'}`,
      COOKIE,
      { severity: mode?.value === 'persistent' ? 'warning' : 'info' },
    ),
  );
  const say = (part: { readonly from: readonly number[] } | undefined, message: string, at: string): void => {
    if (part !== undefined) claims.push(keeps(part.from, 'RS2613', message, at));
  };
  say(maxAge, `the cookie lives for ${lifetime}`, `${COOKIE}.ttl`);
  say(path, `the cookie has Path=${attributes.Path ?? ''}`, `${COOKIE}.attributes`);
  say(domain, `the cookie has Domain=${attributes.Domain ?? ''}`, `${COOKIE}.attributes`);
  say(sameSite, `the cookie has SameSite=${sameSite?.value ?? ''}`, `${COOKIE}.attributes`);
  say(secure, isSecure ? 'the cookie has Secure' : 'the cookie has no Secure', `${COOKIE}.attributes`);
  if (changesOnFailure !== undefined) {
    const message = changesOnFailure.value
      ? 'a session moves when its endpoint is no longer ready, and not after one failed attempt'
      : 'a session moves when its endpoint is no longer ready, and only then, as before';
    claims.push(resembles(changesOnFailure.from, 'RS2613', message, COOKIE, { severity: 'info' }));
  }
  const told = new Set(claims.flatMap(({ items }) => items));
  const rest = affinity.details.filter((item) => !told.has(item));
  return {
    spec: {
      loadBalancer: {
        type: 'ConsistentHash',
        consistentHash: { type: 'Cookie', cookie: { name: cookie.value, ttl: lifetime, attributes } },
      },
    },
    claims,
    lost:
      rest.length === 0
        ? []
        : [
            loses(
              rest,
              'RS2614',
              'the cookie of Envoy has no such attribute',
              'Leave it out, or set it at the application.',
            ),
          ],
  };
}

/** A value that a cookie attribute may have. */
function attribute(value: string | undefined): string | undefined {
  return value !== undefined && /^[\x21-\x3a\x3c-\x7e]+$/.test(value) ? value : undefined;
}
