import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { conditionsHold, type HttpMatch } from '../../../../src/behaviour/targets/gateway-api/http-match.js';
import { fullSupport } from '../../../../src/behaviour/targets/gateway-api/implementations/implementation.js';
import { planeWithoutPolicies } from '../../../../src/behaviour/targets/gateway-api/implementations/standard.js';
import { createMatchTable } from '../../../../src/behaviour/targets/gateway-api/match-table.js';
import { readObject } from '../../../../src/behaviour/targets/gateway-api/objects.js';
import { type ParsedRequest, parseRequest } from '../../../../src/behaviour/targets/gateway-api/parsed-request.js';
import { httpOrder } from '../../../../src/behaviour/targets/gateway-api/precedence.js';
import { httpEntries } from '../../../../src/behaviour/targets/gateway-api/route-entries.js';
import { createGatewayModel } from '../../../../src/behaviour/targets/gateway-api.js';
import { cluster, request } from './arbitrary-cluster.js';
import { prefix, regex, route } from './cluster.js';

describe('for any objects and any request', () => {
  test('the model answers, the same every time, and shares add up to 1', () => {
    let forwarded = 0;
    fc.assert(
      fc.property(cluster, fc.array(request, { minLength: 1, maxLength: 6 }), (objects, requests) => {
        const model = createGatewayModel(objects);
        const again = createGatewayModel([...objects]);
        for (const one of requests) {
          const outcome = model.answer(one);
          expect(again.answer(one)).toEqual(outcome);
          const permitted = model.permitted(one);
          expect(permitted[0]).toEqual(outcome);
          for (const { status, backend, backends, path } of permitted) {
            const sum = backends.reduce((total, { weight }) => total + weight, 0);
            expect(sum).toBeCloseTo(status === 200 ? 1 : 0, 9);
            if (status === 200) forwarded++;
            else expect([backend, path]).toEqual([null, null]);
          }
        }
      }),
      { numRuns: 1000 },
    );
    // The generator would prove nothing if hardly anything were ever forwarded.
    expect(forwarded).toBeGreaterThan(500);
  });

  test('the order in which objects are given does not matter', () => {
    const unique = cluster.map((objects) => [...new Map(objects.map((one) => [identity(one), one])).values()]);
    fc.assert(
      fc.property(unique, request, (objects, one) => {
        const reversed = createGatewayModel([...objects].reverse());
        expect(reversed.permitted(one)).toEqual(createGatewayModel(objects).permitted(one));
      }),
      { numRuns: 500 },
    );
  });

  test('objects of any shape do no harm', () => {
    const kind = fc.constantFrom('Gateway', 'HTTPRoute', 'GRPCRoute', 'TLSRoute', 'BackendTLSPolicy', 'ReferenceGrant');
    const key = fc.constantFrom('spec', 'metadata', 'listeners', 'rules', 'hostnames', 'parentRefs', 'matches', 'tls');
    const junk = fc.tuple(kind, fc.object({ key, maxDepth: 4, maxKeys: 6 })).map(([name, rest]) => ({
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: name,
      ...rest,
    }));
    fc.assert(
      fc.property(fc.array(junk, { maxLength: 5 }), request, (objects, one) => {
        expect(createGatewayModel(objects).permitted(one).length).toBeGreaterThan(0);
      }),
      { numRuns: 500 },
    );
  });
});

function identity(one: object): string {
  const { kind, namespace, name } = readObject({ ...one });
  return `${kind}/${namespace}/${name}`;
}

describe('the path index', () => {
  const values = fc.constantFrom('/', '/a', '/a/', '/a/b', '/a/b/c', '/ab', '/b');
  const anyMatch = fc.oneof(
    values.map((value) => ({ path: { type: 'Exact', value } })),
    values.map(prefix),
    fc.constantFrom('/a.*', '/(a|b)', '/[ab]/b', '^/a/?$', '/a+b?').map(regex),
  );
  const methods = fc.option(fc.constantFrom('GET', 'POST'), { nil: undefined });
  const rules = fc.array(
    fc.tuple(anyMatch, methods).map(([match, method]) => ({ matches: [{ ...match, method }] })),
    { maxLength: 12 },
  );
  const precedence = fc.constantFrom('exact-regex-prefix' as const, 'exact-prefix-regex' as const, 'length' as const);
  const paths = fc.oneof(values, fc.constantFrom('/a/b/', '//a', '*', '/c/a', '/b/b', '/a/x/y?q=/a/b'));
  const context = {
    objects: { all: () => [], find: () => undefined },
    permits: () => true,
    assumeServicesExist: true,
    assumeSecretsExist: true,
    assumeConfigMapsExist: true,
    backendTls: () => undefined,
    support: fullSupport,
    pathExpression: (value: string) => value,
    plane: planeWithoutPolicies({ objects: { all: () => [], find: () => undefined } }),
  };

  test('finds what trying every match in order of precedence finds', () => {
    fc.assert(
      fc.property(rules, precedence, paths, methods, (given, regexPrecedence, path, method) => {
        const order = { regexPrecedence, regexOrder: 'length' } as const;
        const entries = httpEntries(readObject({ ...route('r', given) } as Record<string, unknown>), context, []);
        const asked = parseRequest({ scheme: 'http', host: 'a.test', method: method ?? 'PUT', path });
        const expected = [...entries].sort(httpOrder(order)).find(({ match }) => accepts(match, asked));
        expect(createMatchTable(entries, order).find(asked, 'full')).toBe(expected);
      }),
      { numRuns: 3000 },
    );
  });

  /** §3.5 word by word: byte-wise exact, element-wise prefix without its trailing slash, whole-path expression. */
  function accepts(match: HttpMatch, { path, ...rest }: ParsedRequest): boolean {
    const own = match.path;
    const elements = own.value.replace(/\/$/, '');
    const fits =
      own.kind === 'exact'
        ? path === own.value
        : own.kind === 'regex'
          ? new RegExp(`^(?:${own.value})$`).test(path)
          : elements === '' || path === elements || path.startsWith(`${elements}/`);
    return fits && conditionsHold(match, { path, ...rest });
  }
});
