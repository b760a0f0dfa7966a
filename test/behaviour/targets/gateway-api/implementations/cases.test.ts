import { describe, expect, test } from 'vitest';
import { createGatewayModel } from '../../../../../src/behaviour/targets/gateway-api.js';
import { caseFiles, objectsOf, readCaseFile, requestOf } from './case-file.js';

/** The objects of a case are all that the cluster has, but for Services. */
const complete = { assumeServicesExist: true, assumeSecretsExist: false, assumeConfigMapsExist: false };

test('every implementation that has policies has cases', () => {
  const names = caseFiles.map((file) => readCaseFile(file).implementation).sort();
  expect(names).toEqual([
    'cilium',
    'envoy-gateway',
    'istio',
    'kgateway',
    'nginx-gateway-fabric',
    'openshift',
    'traefik',
  ]);
});

describe.each(caseFiles)('%s', (file) => {
  const { implementation, base, cases } = readCaseFile(file);

  test('has different cases, each with something to replay', () => {
    expect(new Set(cases.map(({ id }) => id)).size).toBe(cases.length);
    expect(cases.filter(({ steps, problems }) => steps === undefined && problems === undefined)).toEqual([]);
  });

  test.each(cases)('$id: $about', ({ objects = [], steps = [], problems, version }) => {
    const list = objectsOf([...base, ...objects]);
    const model = createGatewayModel(list, { ...complete, implementation, version });
    for (const { request, expect: expected, guards } of steps) {
      const outcome = model.answer(requestOf(request));
      expect(outcome, `${request.ask} ${outcome.reason ?? ''}`).toMatchObject(expected ?? {});
      if (guards !== undefined) expect(outcome.guards.map(({ kind }) => kind).sort()).toEqual([...guards].sort());
      // An implementation has made its choices: what it does is all that is permitted.
      expect(model.permitted(requestOf(request))[0]).toEqual(outcome);
    }
    for (const [i, problem] of (problems ?? []).entries()) {
      expect(model.problems.map(({ object, reason }) => `${object}: ${reason}`)[i] ?? '').toContain(problem);
    }
    if (problems !== undefined) expect(model.problems).toHaveLength(problems.length);
  });
});
