import { describe, expect, test } from 'vitest';
import { createGatewayModel } from '../../../../src/behaviour/targets/gateway-api.js';
import { answer, gateway, get, object, prefix, regex, route, taker } from './cluster.js';

const rich = { method: 'GET', headers: [{ name: 'x', value: '1' }], queryParams: [{ name: 'q', value: '1' }] };
const request = get('/a/b?q=1', { headers: { X: '1' } });

describe('of two matches that both accept a request', () => {
  test.each([
    ['an exact path', { path: { type: 'Exact', value: '/a/b' } }, { ...prefix('/a/b'), ...rich }],
    ['the longer prefix', prefix('/a/b'), { ...prefix('/a'), ...rich }],
    ['a method', { ...prefix('/a'), method: 'GET' }, { ...prefix('/a'), headers: rich.headers }],
    ['a header', { ...prefix('/a'), headers: rich.headers }, { ...prefix('/a'), queryParams: rich.queryParams }],
    ['a query parameter', { ...prefix('/a'), queryParams: rich.queryParams }, prefix('/a')],
  ])('%s wins, even in the younger and later route', (_, winner, loser) => {
    const objects = [
      gateway(),
      route('a-loser', [{ matches: [loser] }], {}, { created: '2020-01-01T00:00:00Z' }),
      route('b-winner', [{ matches: [winner] }], {}, { created: '2024-01-01T00:00:00Z' }),
    ];
    expect(taker(answer(objects, request))).toBe('b-winner');
  });

  test('which are equal, the older route wins', () => {
    const one = { matches: [prefix('/a')] };
    const objects = [
      gateway({ allowedRoutes: { namespaces: { from: 'All' } } }),
      route('a', [one], {}, { created: '2024-01-01T00:00:00Z' }),
      route('z', [one], {}, { created: '2020-01-01T00:00:00Z', namespace: 'zoo' }),
    ];
    expect(answer(objects, request).rule).toBe('HTTPRoute zoo/z spec.rules[0]');
  });

  test('of routes of the same age, the name decides, whatever the order of the objects', () => {
    const routes = ['b', 'a', 'c'].map((name) => route(name, [{ matches: [prefix('/a')] }]));
    expect(taker(answer([gateway(), ...routes], request))).toBe('a');
    expect(taker(answer([...routes.reverse(), gateway()], request))).toBe('a');
  });

  test('a route without timestamp counts as younger than one that has one', () => {
    const one = { matches: [prefix('/a')] };
    const objects = [gateway(), route('a', [one]), route('z', [one], {}, { created: '2020-01-01T00:00:00Z' })];
    expect(taker(answer(objects, request))).toBe('z');
  });

  test('of one route, the earlier rule wins', () => {
    const rules = ['first', 'second'].map((name) => ({ backendRefs: [{ name, port: 80 }], matches: [prefix('/a')] }));
    expect(taker(answer([gateway(), route('r', rules)], request))).toBe('first');
  });
});

describe('where the specification leaves a choice', () => {
  const objects = [
    gateway(),
    route('plain', [{ matches: [prefix('/item/x/long')] }]),
    route('pattern', [{ matches: [regex('/item/.*')] }]),
  ];
  const contested = get('/item/x/long/y');

  test('regular expressions come before prefixes by default, and elsewhere by profile', () => {
    expect(taker(answer(objects, contested))).toBe('pattern');
    expect(taker(answer(objects, contested, { profile: { regexPrecedence: 'exact-prefix-regex' } }))).toBe('plain');
    expect(taker(answer(objects, contested, { profile: { regexPrecedence: 'length' } }))).toBe('plain');
  });

  test('permitted() gives every outcome once, the default first', () => {
    const model = createGatewayModel(objects);
    expect(model.permitted(contested).map(taker)).toEqual(['pattern', 'plain']);
    expect(model.permitted(get('/item/y')).map(taker)).toEqual(['pattern']);
  });

  test('a regular expression covers the whole path, or less by profile', () => {
    const [front] = objects;
    const some = [front ?? {}, route('digits', [{ matches: [regex('/item/[0-9]+')] }])];
    expect(taker(answer(some, get('/item/4/edit')))).toBe(404);
    expect(taker(answer(some, get('/item/4/edit'), { profile: { regexAnchoring: 'prefix' } }))).toBe('digits');
    expect(taker(answer(some, get('/a/item/4'), { profile: { regexAnchoring: 'prefix' } }))).toBe(404);
    expect(taker(answer(some, get('/a/item/4'), { profile: { regexAnchoring: 'search' } }))).toBe('digits');
  });

  test('a request that the most specific hostname has no rule for may fall back', () => {
    const nested = [
      gateway(),
      route('exact', [{ matches: [prefix('/only')] }], { hostnames: ['a.test'] }),
      route('wild', [{}], { hostnames: ['*.test'] }),
    ];
    expect(createGatewayModel(nested).permitted(get('/')).map(taker)).toEqual([404, 'wild']);
    expect(createGatewayModel(nested).permitted(get('/only')).map(taker)).toEqual(['exact']);
  });

  test('listeners may be isolated or not', () => {
    const shared = [
      gateway({ name: 'any' }, { name: 'narrow', hostname: '*.test' }),
      route('wide', [{}], { parentRefs: [{ name: 'front', sectionName: 'any' }], hostnames: ['a.test'] }),
      route('narrow', [{}], { parentRefs: [{ name: 'front', sectionName: 'narrow' }] }),
    ];
    expect(createGatewayModel(shared).permitted(get('/')).map(taker)).toEqual(['narrow', 'wide']);
  });

  test('an HTTPRoute and a younger GRPCRoute of one host may both serve', () => {
    const spec = {
      parentRefs: [{ name: 'front' }],
      hostnames: ['a.test'],
      rules: [{ backendRefs: [{ name: 'rpc', port: 80 }] }],
    };
    const both = [
      gateway(),
      route('web', [{}], { hostnames: ['a.test'] }, { created: '2020-01-01T00:00:00Z' }),
      object('GRPCRoute', 'rpc', spec),
    ];
    const call = get('/pkg.Svc/Do', { method: 'POST', headers: { 'content-type': 'application/grpc' } });
    expect(createGatewayModel(both).permitted(call).map(taker)).toEqual(['web', 'rpc']);
    expect(createGatewayModel(both).permitted(get('/')).map(taker)).toEqual(['web']);
  });
});

test('a pattern that RE2 lacks takes its rule out of the route, not the others', () => {
  const objects = [gateway(), route('r', [{ matches: [regex('/(?!x)')] }, { matches: [prefix('/y')] }])];
  const model = createGatewayModel(objects);
  expect(taker(model.answer(get('/a')))).toBe(404);
  expect(taker(model.answer(get('/y')))).toBe('r');
  expect(model.problems).toContainEqual({
    object: 'HTTPRoute default/r spec.rules[0]',
    reason: expect.stringContaining('(?!'),
  });
});
