import { describe, expect, it } from 'vitest';
import { convert } from '../../src/convert.js';
import { parseText } from '../../src/manifests/documents.js';
import { type ConvertOptions, DEFAULT_OPTIONS, TARGETS } from '../../src/options.js';
import { isUnexplained, verify } from '../../src/verification/verify.js';
import { casesAreThere, type NginxIncCase, readCases, requestOf } from '../behaviour/sources/nginx-inc/case-file.js';
import { differenceText } from '../verification/difference-text.js';

/** What cannot be told apart by the differences that its conversion makes, each with its reason. */
const leftOut: Readonly<Record<string, string>> = {};

/** The requests of a case, and those that are derived from it: what the conversion does not tell of. */
function untold({ ingresses, requests, setup = {} }: NginxIncCase, to: ConvertOptions['to']): string[] {
  const objects = ingresses.map((one) => ({ apiVersion: 'networking.k8s.io/v1', kind: 'Ingress', ...(one as object) }));
  const secrets = (setup.missing_secrets ?? []).map((name) => ({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name, namespace: 'default' },
    type: 'Opaque',
  }));
  const text = [...objects, ...secrets].map((object) => JSON.stringify(object)).join('\n---\n');
  const { manifests, problems } = parseText({ file: 'case.yaml', text });
  const { __no_endpoints: _, ...config } = setup.config ?? {};
  const controllerConfig = Object.fromEntries(Object.entries(config).map(([key, value]) => [key, String(value)]));
  const options: ConvertOptions = { ...DEFAULT_OPTIONS, from: 'nginx-inc', to, controllerConfig, namespace: 'default' };
  const conversion = convert({ manifests, problems, inputs: 1 }, options);
  expect(conversion.items.filter(({ code }) => code === 'RS0001')).toEqual([]);
  const own = requests.map((request) => ({ request: requestOf(request) }));
  return verify(manifests, conversion, options, own).differences.filter(isUnexplained).map(differenceText);
}

describe.skipIf(!casesAreThere).each(TARGETS)('the cases of ../shared, converted to %s', (to) => {
  const cases = readCases().filter(({ id }) => leftOut[id] === undefined);

  it.each(cases.map((entry) => [entry.id, entry.about, entry] as const))('%s: %s', (_id, _about, entry) => {
    expect(untold(entry, to)).toEqual([]);
  });
});
