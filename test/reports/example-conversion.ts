import type { Conversion } from '../../src/conversion.js';
import type { ObjectRef } from '../../src/kubernetes/object.js';
import type { Item } from '../../src/ledger/verdict.js';

export const tool = { name: 'routeshift', version: '1.2.3' };

export const web: ObjectRef = { apiVersion: 'networking.k8s.io/v1', kind: 'Ingress', namespace: 'shop', name: 'web' };
export const admin: ObjectRef = { apiVersion: 'networking.k8s.io/v1', kind: 'Ingress', name: 'admin' };
const PREFIX = 'nginx.ingress.kubernetes.io/';

export function item(changes: Partial<Item>): Item {
  return {
    object: web,
    source: { file: 'web.yaml', line: 7, column: 5 },
    field: 'metadata.annotations',
    verdict: 'converted',
    code: 'RS1000',
    severity: 'info',
    message: 'The target does the same.',
    emitted: [],
    also: [],
    ...changes,
  };
}

const route = { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'HTTPRoute', namespace: 'shop', name: 'web' };

/** A small conversion in which everything occurs once. */
export const example: Conversion = {
  target: { api: 'gateway-api', version: '1.5', channel: 'standard' },
  emitted: [],
  closingComments: [],
  items: [
    item({
      object: admin,
      source: { file: 'admin.yaml', line: 4, column: 5 },
      annotation: `${PREFIX}auth-type`,
      value: 'basic',
      verdict: 'manual',
      code: 'RS1301',
      severity: 'error',
      message: 'Basic authentication has no field in the Gateway API.',
      next: 'Use a policy of the implementation.',
    }),
    item({
      object: undefined,
      source: { file: 'chart.yaml', line: 3, column: 1 },
      field: '',
      verdict: 'invalid',
      code: 'RS0102',
      severity: 'error',
      message: 'This is not YAML.',
    }),
    item({ annotation: `${PREFIX}ssl-redirect`, value: 'true', emitted: [{ ...route, path: 'spec.rules[0]' }, route] }),
    item({
      annotation: `${PREFIX}proxy-read-timeout`,
      value: '60',
      verdict: 'approximated',
      code: 'RS1204',
      severity: 'warning',
      message: 'The target limits the whole request.',
      also: [{ code: 'RS1205', severity: 'info', message: 'A note besides.', next: 'Nothing much.' }],
    }),
    item({ field: 'spec.rules[0].http.paths[0]' }),
    item({ annotation: `${PREFIX}use-regex`, value: 'false', verdict: 'redundant' }),
  ],
  withheld: [
    {
      object: admin,
      source: { file: 'admin.yaml', line: 1, column: 1 },
      field: 'spec.rules[0].http.paths[0]',
      hostname: 'admin.example.com',
      path: '/',
      blockedBy: ['auth-type'],
    },
  ],
  waysOut: [{ accept: ['auth-type'], publishes: 1 }],
  summary: {
    inputs: 3,
    objects: 2,
    verdicts: { converted: 2, approximated: 1, redundant: 1, manual: 1, unsupported: 0, invalid: 1 },
    findings: { error: 2, warning: 1, info: 4 },
    withheld: 1,
  },
};
