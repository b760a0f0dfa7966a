import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { redact } from '../../src/ledger/redact.js';

const secrets = fc.stringMatching(/^S3[a-z0-9]{10,20}$/);

describe('values as reports show them', () => {
  test.each<readonly [string, (secret: string) => string]>([
    ['credentials in a URL', (s) => `https://user:${s}@auth.example/verify`],
    ['a user in a URL', (s) => `https://${s}@auth.example/verify`],
    ['credentials in the second of two URLs', (s) => `http://a.example,http://u:${s}@b.example`],
    ['a PEM block', (s) => `-----BEGIN RSA PRIVATE KEY-----\n${s}\n-----END RSA PRIVATE KEY-----`],
    ['a PEM block without end', (s) => `-----BEGIN PRIVATE KEY-----\n${s}\n${s}`],
    ['a bearer token', (s) => `proxy_set_header Authorization "Bearer ${s}";`],
    ['basic credentials', (s) => `Basic ${s}==`],
    ['an assigned password', (s) => `redis password=${s};`],
    ['a quoted password', (s) => `set $x {"password": "${s}"}`],
    ['a token in a query', (s) => `https://a.example/?token=${s}&x=1`],
    ['a password with an @ in it', (s) => `https://user:p@${s}@auth.example/verify`],
    ['a token header as nginx writes it', (s) => `proxy_set_header X-Auth-Token "${s}";`],
    ['a password variable as nginx writes it', (s) => `set $password ${s};`],
    ['another scheme of authorization', (s) => `proxy_set_header Authorization "Token ${s}";`],
    ['an API key in a header', (s) => `more_set_headers "X-Api-Key: ${s}";`],
  ])('%s is replaced', (_, value) => {
    fc.assert(
      fc.property(secrets, (secret) => {
        expect(redact(value(secret))).not.toContain(secret);
        expect(redact(value(secret))).toContain('[redacted]');
      }),
    );
  });

  test('what stands around stays readable', () => {
    expect(redact('https://u:p@auth.example/verify?x=1')).toBe('https://[redacted]@auth.example/verify?x=1');
    expect(redact('a=1; password=x; b=2')).toBe('a=1; password=[redacted]; b=2');
  });

  test.each([
    'true',
    '10m',
    'https://auth.example/verify?rd=$escaped_request_uri',
    '10.0.0.0/8',
    'ns/my-secret',
    '/$2',
  ])('%s is shown as it is', (value) => {
    expect(redact(value)).toBe(value);
  });

  test('a very long value is cut and says how long it was', () => {
    const shown = redact('x'.repeat(5000));
    expect(shown.length).toBeLessThan(2100);
    expect(shown).toContain('(5000 characters)');
  });

  test('redacting twice changes nothing more', () => {
    const texts = fc
      .array(fc.constantFrom('//', 'u:p@', 'password=', 'x ', 'Bearer ', 'abcdefgh12', '"', ';'))
      .map((t) => t.join(''));
    fc.assert(
      fc.property(texts, (text) => {
        expect(redact(redact(text))).toBe(redact(text));
      }),
    );
  });
});

test.each(['//', '//a:', 'pass', 'a', 'password', '-----BEGIN A-----', 'authorization '])(
  'a long value of %s is shown at once',
  (part) => {
    const start = performance.now();
    redact(part.repeat(Math.ceil(250_000 / part.length)));
    expect(performance.now() - start).toBeLessThan(4000);
  },
);

test('of a value too long to be looked at as a whole, no half of a password is shown', () => {
  const shown = redact(`https://user:S3cret${'x'.repeat(20_000)}@auth.example`);
  expect(shown).not.toContain('S3cret');
  expect(shown).toContain('(20032 characters)');
});
