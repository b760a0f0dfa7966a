import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { createGatewayModel } from '../../../../src/behaviour/targets/gateway-api.js';
import { readCases, toRequest } from './case-file.js';
import { contradictions } from './expectation.js';

const file = fileURLToPath(new URL('../../../../../shared/cases/gateway-api.yaml', import.meta.url));

const routeKinds = /^(HTTP|GRPC|TLS)Route /;

/** The objects of a case are all that the cluster has. */
const complete = { assumeServicesExist: false, assumeSecretsExist: false, assumeConfigMapsExist: false };

describe.skipIf(!existsSync(file))('Gateway API cases replay as stated (needs ../shared/cases)', () => {
  const cases = existsSync(file) ? readCases(file) : [];

  test('every case has something to replay', () => {
    expect(cases.length).toBeGreaterThan(0);
    const empty = cases.filter((one) => one.steps?.length === 0 && one.invalid === undefined).map(({ id }) => id);
    expect(empty).toEqual([]);
  });

  test.each(cases)('$id: $about', ({ objects = [], steps = [], invalid = [], conditions = [] }) => {
    for (const { request, expect: only, expectAny } of steps) {
      const model = createGatewayModel(objects, { ...complete, gateway: request.gateway });
      const got = model.explain(toRequest(request));
      const permitted = expectAny ?? (only === undefined ? [] : [only]);
      const complaints = permitted.map((stated) => contradictions(stated, got, request));
      expect(complaints.some((list) => list.length === 0) ? [] : { request, complaints, got: got.outcome }).toEqual([]);
      expect(model.permitted(toRequest(request))[0]).toEqual(got.outcome);
    }
    const { problems } = createGatewayModel(objects, complete);
    // Status is the controller's business; but a route that it would turn down is a problem that the model names.
    for (const { object, status, reason = '' } of conditions.filter((one) => routeKinds.test(one.object))) {
      if (status === 'False') {
        expect(problems).toContainEqual({
          object: expect.stringMatching(new RegExp(`^${object}( |$)`)),
          reason: expect.stringMatching(new RegExp(`^${reason}`)),
        });
      }
    }
    if (invalid.length === 0) expect(problems.filter(({ reason }) => reason.startsWith('refused'))).toEqual([]);
    for (const { object, admission } of invalid.filter((one) => one.admission === 'rejected')) {
      const reasons = problems.filter((problem) => problem.object === object).map(({ reason }) => reason);
      expect(reasons, `${object}: ${admission}`).toEqual([expect.stringMatching(/^refused: /)]);
    }
  });
});
