import { isIP } from 'node:net';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isIpRange } from '../../src/kubernetes/ip-range.js';
import { ingressNginx } from '../../src/mappings/ingress-nginx.js';
import type { AnnotationEntry } from '../../src/mappings/mapping.js';
import { checkValue, isNeutral } from '../../src/mappings/value.js';

function entry(key: string): AnnotationEntry {
  const found = ingressNginx.entry(key);
  if (found === undefined) throw new Error(`no entry ${key}`);
  return found.entry;
}

function read(key: string, raw: string): unknown {
  const checked = checkValue(entry(key), raw);
  return checked.ok ? checked.value : checked.why;
}

describe('values that ingress-nginx takes', () => {
  it.each([
    ['use-regex', 'T', { kind: 'bool', value: true }],
    ['use-regex', '0', { kind: 'bool', value: false }],
    ['limit-rps', '+5', { kind: 'int', value: 5 }],
    ['limit-rps', '-0', { kind: 'int', value: 0 }],
    ['proxy-read-timeout', '007', { kind: 'seconds', value: 7 }],
    ['proxy-body-size', '8M', { kind: 'size', value: '8M' }],
    ['proxy-body-size', ' 8 m ', { kind: 'size', value: '8 m' }],
    ['backend-protocol', ' https ', { kind: 'enum', value: 'HTTPS' }],
    ['session-cookie-samesite', 'lax', { kind: 'enum', value: 'Lax' }],
    ['auth-type', 'basicx', { kind: 'enum', value: 'basicx' }],
    ['cors-allow-methods', 'GET, ,PUT', 'the value is not a comma-separated list of its items'],
    ['cors-allow-methods', 'GET, PUT', { kind: 'csv', value: ['GET', 'PUT'] }],
    ['server-alias', 'a.example.com, *.b.example.com,', { kind: 'csv', value: ['a.example.com', '*.b.example.com'] }],
    ['custom-http-errors', '404, 503', { kind: 'csv', value: ['404', '503'] }],
    ['allowlist-source-range', ' 10.0.0.0/8 ,::1', { kind: 'cidrs', value: ['10.0.0.0/8', '::1'] }],
    ['auth-secret', 'users', { kind: 'secret', name: 'users' }],
    ['auth-secret', 'prod/users', { kind: 'secret', namespace: 'prod', name: 'users' }],
    ['custom-headers', 'prod/headers', { kind: 'configmap', namespace: 'prod', name: 'headers' }],
    ['auth-url', 'http://auth/verify?h=$host', { kind: 'url', value: 'http://auth/verify?h=$host' }],
    ['canary-by-header-pattern', '^v[0-9]+$', { kind: 'regex', value: '^v[0-9]+$' }],
    ['rewrite-target', '/$2', { kind: 'string', value: '/$2' }],
    ['configuration-snippet', 'return 200 "ok";\n', { kind: 'snippet', value: 'return 200 "ok";' }],
    ['session-cookie-max-age', '-1', { kind: 'seconds', value: -1 }],
    ['proxy-cookie-domain', 'a.local  b.example.com', { kind: 'string', value: 'a.local  b.example.com' }],
  ])('%s: %j', (key, raw, expected) => {
    expect(read(key, raw)).toEqual(expected);
  });
});

describe('values that ingress-nginx refuses', () => {
  it.each([
    ['use-regex', 'yes'],
    ['use-regex', 'on'],
    ['use-regex', ' true'],
    ['use-regex', 'tRUE'],
    ['limit-rps', '5.0'],
    ['limit-rps', ' 5'],
    ['limit-rps', '0x5'],
    ['limit-rps', '9223372036854775808'],
    ['proxy-read-timeout', '60s'],
    ['proxy-body-size', '8mb'],
    ['proxy-body-size', '-1'],
    ['load-balance', 'Round_Robin'],
    ['load-balance', 'least_conn'],
    ['auth-type', 'bearer'],
    ['custom-http-errors', '200'],
    ['allowlist-source-range', '10.0.0.0/33'],
    ['allowlist-source-range', '10.0.0.1,'],
    ['allowlist-source-range', 'example.com'],
    ['auth-secret', 'a/b/c'],
    ['auth-secret', 'prod/'],
    ['auth-tls-secret', 'ca-without-namespace'],
    ['proxy-ssl-secret', 'ca-without-namespace'],
    ['auth-url', 'http://auth/verify#top'],
    ['permanent-redirect', 'https://www.example.com$request_uri'],
    ['rewrite-target', '/$2?x=1'],
    ['rewrite-target', '/$2\n'],
    ['app-root', 'dashboard'],
    ['canary-by-header-pattern', 'a b'],
    ['auth-tls-match-cn', 'backend'],
    ['auth-realm', "Nobody's"],
    ['cors-allow-origin', 'https://app.example.com/'],
    ['cors-expose-headers', 'X-A, ,X-B'],
    ['upstream-vhost', 'a b'],
    ['default-backend', '4errors'],
    ['server-alias', 'a b.example.com'],
    ['session-cookie-expires', '1h'],
  ])('%s: %j, with a reason', (key, raw) => {
    const checked = checkValue(entry(key), raw);
    expect(checked).toEqual({ ok: false, why: expect.stringMatching(/^the value [a-z]/) });
  });

  it('without repeating the value, which may be a secret', () => {
    expect(read('auth-secret', 'hunter2 hunter2')).not.toContain('hunter2');
  });
});

describe('neutral values', () => {
  it('are recognised by meaning, not by spelling', () => {
    const neutral = (key: string, raw: string) => {
      const checked = checkValue(entry(key), raw);
      return checked.ok && isNeutral(entry(key), checked.value);
    };
    expect(neutral('enable-access-log', 'T')).toBe(true);
    expect(neutral('enable-access-log', 'false')).toBe(false);
    expect(neutral('proxy-buffering', ' off')).toBe(true);
    expect(neutral('limit-rps', '+0')).toBe(true);
    expect(neutral('proxy-http-version', '1.0')).toBe(false);
    expect(neutral('proxy-body-size', '1m')).toBe(false);
  });
});

describe('addresses', () => {
  it.each(['1.2.3.4', '0.0.0.0/0', '10.1.2.3/8', '::', '::/0', '2001:db8::1/64', '::ffff:10.0.0.1', '1:2:3:4:5:6:7::'])(
    '%s is one',
    (text) => {
      expect(isIpRange(text)).toBe(true);
    },
  );

  it.each([
    '',
    '/8',
    '1.2.3',
    '01.2.3.4',
    '1.2.3.4/',
    '1.2.3.4/33',
    '1.2.3.4/+8',
    '::1/129',
    '1::2::3',
    'fe80::1%eth0',
    '1:2:3:4:5:6:7:8:9',
    '::1.2.3.4:5',
    '1.2.3.4::',
  ])('%s is none', (text) => {
    expect(isIpRange(text)).toBe(false);
  });

  it('are the ones Node knows, zones aside', () => {
    const part = fc.constantFrom('0', '1', '255', '256', '01', 'ab', 'ffff', '12345', ':', '::', '.', '.', ':');
    const text = fc.oneof(
      fc.ipV4(),
      fc.ipV6(),
      fc.array(part, { maxLength: 12 }).map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(text, (address) => {
        expect(isIpRange(address)).toBe(isIP(address.replace('%', ' ')) !== 0);
      }),
      { numRuns: 3000 },
    );
  });
});

/** The expressions of the controller that a backtracking engine must not run on long texts. */
const ORIGINALS: readonly (readonly [string, RegExp, string])[] = [
  ['cors-allow-origin', /^((((([a-z]+:\/\/)?(\*\.)?[A-Za-z0-9\-.]*(:\d+)?,?)|null)+)|\*)?$/, 'aZ1:/*.,-n'],
  ['cors-allow-methods', /^([A-Za-z]+,?\s?)+$/, 'aZ,\t1'],
  ['cors-expose-headers', /^(([A-Za-z0-9\-_]+|\*),?\s?)+$/, 'aZ,\t-_*'],
  ['ssl-ciphers', /^(?:(?:[A-Za-z0-9!:+\-_])*(?:@STRENGTH)*(?:@SECLEVEL=[0-5])*(?:@STRENGTH)*)*$/, 'A!:@'],
  ['session-cookie-expires', /(^0|-?[1-9]\d*$)/, '0159-a'],
];

describe('patterns', () => {
  it.each(ORIGINALS)('of %s accept what the controller accepts', (key, original, alphabet) => {
    const pattern = new RegExp(entry(key).pattern ?? '');
    const piece = fc.constantFrom(...alphabet, '@STRENGTH', '@SECLEVEL=3', '@SECLEVEL=9', 'https://', '*.', ':80');
    fc.assert(
      fc.property(fc.array(piece, { minLength: 1, maxLength: 8 }), (pieces) => {
        const text = pieces.join('');
        expect(pattern.test(text)).toBe(original.test(text));
      }),
      { numRuns: 5000 },
    );
  });

  it('answer long hostile values quickly and never throw', { timeout: 30_000 }, () => {
    const hostile = ['a', ',', ' ', '1', '0', '10', '*.', 'a,', 'a://', '/', '404,', '@STRENGTH', 'error ', '\n', '{'];
    const start = performance.now();
    for (const { pattern, ...rest } of ingressNginx.mapping.annotations) {
      if (pattern === undefined) continue;
      for (const piece of hostile) {
        const long = piece.repeat(Math.ceil(20_000 / piece.length));
        checkValue({ ...rest, pattern }, `${long}#`);
        checkValue({ ...rest, pattern }, long);
      }
    }
    expect(performance.now() - start).toBeLessThan(10_000);
    expect(read('cors-allow-origin', 'a'.repeat(300_000))).toMatch(/longer/);
    for (const piece of hostile) {
      for (const { key } of ingressNginx.mapping.annotations) {
        expect(() => read(key, piece.repeat(Math.floor((256 * 1024) / piece.length)))).not.toThrow();
      }
    }
  });

  it('give an answer for any text', () => {
    const key = fc.constantFrom(...ingressNginx.keys);
    fc.assert(
      fc.property(key, fc.string({ unit: 'binary' }), (name, raw) => {
        const checked = checkValue(entry(name), raw);
        if (checked.ok) expect(checked.value.kind).toBe(entry(name).kind);
        else expect(checked.why).not.toBe('');
      }),
      { numRuns: 2000 },
    );
  });
});
