import fc from 'fast-check';
import { request } from '../arbitrary-requests.js';
import { ingresses } from './arbitrary-ingresses.js';
import { type IngressDraft, type RequestDraft, type Scene, USER } from './drafts.js';

const headers = fc.dictionary(
  fc.constantFrom('X-Forwarded-Proto', 'X-Forwarded-For', 'X-Team', 'X-Caller', 'Upgrade', 'Authorization', 'X-Own'),
  fc.constant(''),
  { maxKeys: 3 },
);
const values: Readonly<Record<string, readonly string[]>> = {
  'X-Forwarded-Proto': ['http', 'https', 'http'],
  'X-Forwarded-For': ['192.0.2.7'],
  'X-Team': ['client'],
  'X-Caller': ['me'],
  Upgrade: ['websocket'],
  Authorization: [`Basic ${btoa(USER)}`, `Basic ${btoa('joe:no')}`, 'Bearer x'],
  'X-Own': ['client'],
};

const aimed = fc.record({
  request,
  /** Which path of the Ingresses, with its host; a number beyond them leaves the request's own. */
  place: fc.nat(20),
  /** Or only its host. */
  isElsewhere: fc.integer({ min: 0, max: 9 }).map((dice) => dice > 6),
  suffix: fc.constantFrom('', '', '', '/', 'x', '/x', '/a/1', '?', '?q=1'),
  cut: fc.integer({ min: 0, max: 9 }).map((dice) => dice > 7),
  headers,
  value: fc.nat(2),
  clientAddress: fc.constantFrom('127.0.0.1', '10.0.0.1', '10.1.2.3', '2001:db8::1', '198.51.100.1'),
  bodyBytes: fc.constantFrom(0, 0, 0, 10, 15, 40),
});
type Aimed = typeof aimed extends fc.Arbitrary<infer T> ? T : never;

function aim(drafts: readonly IngressDraft[], { request: own, headers: sent, ...at }: Aimed): RequestDraft {
  const places = drafts.flatMap(({ rules }) =>
    rules.flatMap(({ host, paths }) => [{ host, path: '' }, ...paths.map(({ path }) => ({ host, path }))]),
  );
  const place = places[at.place % (places.length + 4)];
  const whole =
    place === undefined || place.path === '' || at.isElsewhere ? undefined : place.path.replaceAll(' ', '%20');
  const path = at.cut ? whole?.replace(/(?<=.)\/$/, '') : whole;
  return {
    ...own,
    host: place?.host.replace('*', 'x') ?? own.host,
    path: path === undefined ? own.path : `${path}${at.suffix}`,
    headers: Object.fromEntries(
      Object.keys(sent).map((name) => [name, (values[name] ?? [])[at.value % (values[name]?.length ?? 1)] ?? '']),
    ),
    clientAddress: at.clientAddress,
    bodyBytes: at.bodyBytes,
  };
}

/** Ingresses and 8 to 24 requests, most of them near the Ingresses' hosts and paths. */
export const scene: fc.Arbitrary<Scene> = fc
  .record({ ingresses, requests: fc.array(aimed, { minLength: 8, maxLength: 24, size: 'max' }) })
  .map(({ ingresses: drafts, requests }) => ({
    ingresses: drafts,
    requests: requests.map((one) => aim(drafts, one)),
  }));
