import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Request } from '../../src/behaviour/outcome.js';
import { createGatewayModel, type GatewayModel } from '../../src/behaviour/targets/gateway-api.js';
import type { Conversion } from '../../src/conversion.js';
import { yamlStream } from '../../src/writing/write-yaml.js';
import { type CaseConversion, convertCase, type Target } from './case-conversion.js';
import { CASE_FILE, type CaseRequest, type NginxCase, replayableCases } from './case-file.js';
import { type Difference, differences } from './differences.js';
import { explanationsOf, findingsOf } from './explains.js';
import { leftOut } from './left-out.js';

const targets: readonly Target[] = [
  { version: '1.5', channel: 'standard' },
  { version: '1.6', channel: 'experimental' },
];

const cases = replayableCases();

describe.skipIf(!existsSync(CASE_FILE))(
  'a conversion behaves as the cases of ../shared say, or says in what it does not (needs ../shared)',
  () => {
    it('the cases that are left out in part exist', () => {
      const ids = new Set(cases.map((entry) => entry.id));
      expect(Object.keys(leftOut).filter((id) => !ids.has(id))).toEqual([]);
    });

    for (const target of targets) {
      describe(`Gateway API ${target.version} ${target.channel}`, () => {
        for (const entry of cases) {
          it(`${entry.id} (${entry.area}): ${entry.about}`, () => {
            const converted = convertCase(entry, target);
            const { conversion } = converted;
            expect(lostItems(conversion), 'items of which nothing was said').toEqual([]);
            const model = modelOf(converted);
            expect(broken(model, conversion), 'objects that take no effect').toEqual([]);
            const replayed = replay(entry, model);
            const left = leftOut[entry.id]?.requests ?? [];
            const stale = left.filter((index) => replayed[index]?.length === 0);
            expect(stale, 'requests that are left out although nothing differs').toEqual([]);
            const unexplained = replayed.flatMap((found, index) =>
              left.includes(index) ? [] : found.filter((one) => explanationsOf(one, conversion).length === 0),
            );
            if (unexplained.length > 0) expect.fail(report(entry, unexplained, conversion));
          });
        }
      });
    }
  },
);

function modelOf({ conversion, services }: CaseConversion): GatewayModel {
  const objects = conversion.emitted.map((emitted) => emitted.object);
  return createGatewayModel([...objects, ...services], {
    assumeServicesExist: true,
    assumeSecretsExist: true,
    assumeConfigMapsExist: true,
  });
}

/** Objects that the API server refuses, routes that attach to nothing, references that lead nowhere. */
function broken(model: GatewayModel, conversion: Conversion): readonly string[] {
  const toldOf = findingsOf(conversion).some((finding) => finding.code === 'RS1602');
  return model.problems
    .filter(({ reason }) => !(toldOf && reason.startsWith('ExternalName')))
    .map(({ object, reason }) => `${object}: ${reason}`);
}

/** The differences of each request of a case. */
function replay(entry: NginxCase, model: GatewayModel): readonly (readonly Difference[])[] {
  return entry.requests.map((request, index) =>
    differences(request, entry.expect[index] ?? {}, model.answer(requestOf(request))),
  );
}

function requestOf(request: CaseRequest): Request {
  return {
    scheme: request.scheme,
    host: request.host ?? '',
    method: request.method ?? 'GET',
    path: request.path ?? '/',
    headers: request.headers,
    sni: request.sni,
    port: request.port,
    clientAddress: request.client_ip,
  };
}

function lostItems(conversion: Conversion): readonly string[] {
  return findingsOf(conversion)
    .filter((finding) => finding.code === 'RS0001')
    .map((finding) => `${finding.object ?? '-'} ${finding.annotation ?? finding.field}`);
}

/** What a reader needs to judge a failure: the requests, what was expected, what came, what was said, what was emitted. */
function report(entry: NginxCase, unexplained: readonly Difference[], conversion: Conversion): string {
  const lines = unexplained.map((difference) => {
    const { request, outcome } = difference;
    const what = 'header' in difference ? `${difference.kind} ${difference.header}` : difference.kind;
    const headers = request.headers === undefined ? '' : ` ${JSON.stringify(request.headers)}`;
    const why = outcome.reason === undefined ? '' : `\n      because: ${outcome.reason} (${outcome.rule})`;
    return [
      `  ${request.method ?? 'GET'} ${request.scheme}://${request.host ?? ''}${request.path ?? ''}${headers}`,
      `    ${what}`,
      `      expected: ${JSON.stringify(difference.want)}`,
      `      got:      ${JSON.stringify(difference.have)}${why}`,
    ].join('\n');
  });
  const findings = findingsOf(conversion).map(
    (f) => `  ${f.code} ${f.severity} ${f.object ?? '-'} ${f.annotation ?? f.field}: ${f.message}`,
  );
  const yaml = [...yamlStream(conversion, { noComments: false })].join('');
  return [`${entry.id}: not explained by any finding:`, ...lines, 'findings:', ...findings, 'emitted:', yaml].join(
    '\n',
  );
}
