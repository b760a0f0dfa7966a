import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createNginxIncModel } from '../../src/behaviour/sources/nginx-inc.js';
import { nginxInc } from '../../src/mappings/nginx-inc.js';
import { checkValue } from '../../src/mappings/value.js';

/** Whether the model of the controller, with NGINX Plus and snippets, takes an Ingress with this annotation. */
function isTaken(key: string, value: string, further: Readonly<Record<string, string>>): boolean {
  const backend = { service: { name: 'web', port: { number: 80 } } };
  const ingress = {
    metadata: { name: 'a', annotations: { ...further, [key]: value } },
    spec: {
      ingressClassName: 'nginx',
      rules: [{ host: 'h.com', http: { paths: [{ path: '/', pathType: 'Prefix', backend }] } }],
    },
  };
  const flags = { plus: true, enableSnippets: true };
  const { ignoredIngresses } = createNginxIncModel({ ingresses: [ingress], flags });
  return ignoredIngresses.every(({ reason }) => !reason.startsWith('annotation'));
}

/**
 * Keys whose values are good or bad for more than a pattern can say: the Services of the Ingress, its role, modules of NGINX,
 * or an expression that has to be sound.
 */
const DEPENDENT = /(?:websocket|ssl|grpc)-services$|rewrites$|^appprotect|mergeable-ingress-type$|proxy-redirect-from$/;

const checked = nginxInc.mapping.annotations.filter(
  ({ key, invalid }) => invalid === 'rejected' && !DEPENDENT.test(key),
);

const pieces = fc.constantFrom(
  ...[
    '1',
    '60',
    '0',
    '-1',
    '+5',
    's',
    'm',
    'ms',
    'k',
    'K',
    'g',
    'h',
    ' ',
    ',',
    ':',
    ';',
    '/',
    '//',
    '..',
    '$',
    '$1',
    '~',
  ],
  ...['a', 'X-A', 'X_A', 'true', 'T', 'on', 'off', 'Merge', 'merge ', 'always', '"', '\\"', '\\', '{', '}', '\n', '#'],
  ...['least_conn', 'hash $a', ' consistent', 'random two', 'error', 'timeout', 'http_502', '404', '499', '5xx', '301'],
  ...['https://', 'x.y', 'exact', '$' + '{b}', '*', '?', '%', '(', '999999999999'],
);
const value = fc.oneof(
  fc.array(pieces, { minLength: 1, maxLength: 5 }).map((parts) => parts.join('')),
  fc.string({ minLength: 1, maxLength: 8 }),
);

describe('a value that the mapping takes for valid', () => {
  it.each(checked.map((entry) => [entry.key, entry] as const))('%s is one that the controller takes', (key, entry) => {
    const further = entry.sample.with ?? {};
    expect(isTaken(key, entry.sample.value, further)).toBe(true);
    fc.assert(
      fc.property(value, (text) => {
        expect([text, checkValue(entry, text).ok]).toEqual([text, isTaken(key, text, further)]);
      }),
      { numRuns: 300 },
    );
  });
});

describe('a value that is long and nearly valid', () => {
  const long = ['1', ' ', 'a', 'a.', '-', '$a', 'a,', '/', '/.', '\\', 'error ', '1 '].map((part) =>
    part.repeat(50_000),
  );

  it.each(checked.map((entry) => [entry.key, entry] as const))('%s is checked at once', (key, entry) => {
    for (const text of long.flatMap((part) => [part, `${part}\u0000`])) {
      const before = performance.now();
      checkValue(entry, text);
      isTaken(key, text, {});
      expect(performance.now() - before).toBeLessThan(500);
    }
  });
});
