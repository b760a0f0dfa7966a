import { describe, expect, it } from 'vitest';
import type { Conversion } from '../../src/conversion.js';
import { ingressNginx } from '../../src/mappings/ingress-nginx.js';
import type { AnnotationEntry, ValueKind } from '../../src/mappings/mapping.js';
import { checkValue } from '../../src/mappings/value.js';
import { annotationItem, convertObjects, convertSample, ingressesWith, publishedRules } from './sample-ingress.js';

const entries = ingressNginx.mapping.annotations;

/** A value that no annotation of the kind takes. Snippets take everything. */
const WRONG: Readonly<Record<ValueKind, string | undefined>> = {
  switch: 'yes',
  bool: 'maybe',
  int: 'many',
  seconds: '30s',
  size: '8 megabytes',
  enum: 'nonsense',
  csv: 'a"b',
  cidrs: '10.0.0.0/99',
  addresses: '10.0.0.1, 10.0.0.2',
  duration: '1h30m',
  url: 'https://example.com/"',
  regex: 'a"b',
  secret: 'a"b',
  configmap: 'a"b',
  string: 'a"b',
  snippet: undefined,
};

/** Where a wrong form is what one meets. */
const WRONG_FORM: Readonly<Record<string, string>> = {
  'auth-tls-secret': 'only-a-name',
  'proxy-ssl-secret': 'only-a-name',
  'default-backend': 'Errors',
  'cors-allow-origin': 'https://app.example.com/path',
  'proxy-cookie-domain': 'internal.local',
  'custom-http-errors': '404,oops',
};

function wrongValue(entry: AnnotationEntry): string | undefined {
  return WRONG_FORM[entry.key] ?? WRONG[entry.kind];
}

const invalid = entries.flatMap((entry) => {
  const value = wrongValue(entry);
  return value === undefined ? [] : [[entry.key, value, entry] as const];
});

/** Rules for the path of the sample that forward to a backend. */
function forwarding(conversion: Conversion): unknown[] {
  return publishedRules(conversion).filter((rule) => rule.backendRefs !== undefined);
}

/** The paths are served as they are: published, or withheld for a guard that the target lacks. */
function expectServed(conversion: Conversion): void {
  expect(conversion.items.filter(({ code }) => code === 'RS0204' || code === 'RS1706')).toEqual([]);
  expect(publishedRules(conversion).length + conversion.withheld.length).toBeGreaterThan(0);
}

/** Nobody gets through, and the report says why. */
function expectClosed(conversion: Conversion): void {
  expect(forwarding(conversion)).toEqual([]);
  expect(publishedRules(conversion).length).toBeGreaterThan(0);
  expect(conversion.items.map(({ code }) => code)).toContain('RS1706');
}

function expectNotConverted(conversion: Conversion): void {
  expect(publishedRules(conversion)).toEqual([]);
  const told = conversion.items.filter(({ code }) => code === 'RS0204');
  expect(told.map(({ field }) => field)).toContain('');
}

describe('an invalid value does what the table says', () => {
  it('covers every kind of value but snippets, which are never checked', () => {
    const without = entries.filter((entry) => wrongValue(entry) === undefined);
    expect(without.map(({ kind }) => kind)).toEqual(without.map(() => 'snippet'));
    for (const [, value, entry] of invalid) expect(checkValue(entry, value).ok, entry.key).toBe(false);
  });

  it.each(invalid)('%s: %s', (key, value, entry) => {
    const conversion = convertSample(entry, 'standard', { value });
    const item = annotationItem(conversion, key);
    expect([item.verdict, item.message]).toEqual(['invalid', item.message]);
    expect(item.severity).not.toBe('info');
    switch (entry.invalid) {
      case 'ignored':
        expect(item.code).toBe('RS0304');
        expect(item.message).toContain(entry.default);
        expectServed(conversion);
        return;
      case 'group-dropped':
        expect(item.code).toBe('RS0307');
        expectServed(conversion);
        return;
      case 'denied':
      case 'host-denied':
        expect(item.code).toBe('RS0305');
        expectClosed(conversion);
        return;
      case 'rejected':
        expect(item.code).toBe('RS0306');
        expectNotConverted(conversion);
        return;
    }
  });

  it.each(invalid.filter(([, , entry]) => entry.invalid === 'group-dropped'))(
    '%s: %s leaves the paths as open as they are, and says so loudly',
    (key, value, entry) => {
      const conversion = convertSample(entry, 'standard', { value });
      expect(annotationItem(conversion, key)).toMatchObject({ severity: 'error' });
      expect(annotationItem(conversion, 'auth-url')).toMatchObject({ verdict: 'invalid', code: 'RS0307' });
      expect(forwarding(conversion).length).toBeGreaterThan(0);
    },
  );
});

describe('values that pass the check of the table and still mean something else', () => {
  const secret = (namespace = 'default') => ({
    objects: [{ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'users', namespace }, data: { auth: 'c2FtcGxl' } }],
  });
  const closing: readonly (readonly [string, string, Record<string, string>])[] = [
    [
      'a layout that only resembles one',
      'auth-secret-type',
      { 'auth-type': 'basic', 'auth-secret': 'users', 'auth-secret-type': 'auth-filex' },
    ],
    ['a Secret of another namespace', 'auth-secret', { 'auth-type': 'basic', 'auth-secret': 'other/users' }],
    ['an auth service without a host', 'auth-url', { 'auth-url': '/verify' }],
    [
      'headers of a ConfigMap without a namespace',
      'auth-proxy-set-headers',
      { 'auth-url': 'http://a.b.svc/', 'auth-proxy-set-headers': 'headers' },
    ],
    [
      'headers of a ConfigMap elsewhere',
      'auth-proxy-set-headers',
      { 'auth-url': 'http://a.b.svc/', 'auth-proxy-set-headers': 'other/headers' },
    ],
    ['a reference with two slashes', 'custom-headers', { 'custom-headers': 'a/b/c' }],
    ['response headers of a ConfigMap without a namespace', 'custom-headers', { 'custom-headers': 'headers' }],
    [
      'a lifetime of no unit',
      'auth-cache-duration',
      { 'auth-url': 'http://a.b.svc/', 'auth-cache-key': 'k', 'auth-cache-duration': '200 soon' },
    ],
    ['the CA of another namespace', 'auth-tls-secret', { 'auth-tls-secret': 'other/ca' }],
    [
      'a subject without a certificate',
      'auth-tls-match-cn',
      { 'auth-tls-secret': 'default/ca', 'auth-tls-verify-client': 'off', 'auth-tls-match-cn': 'CN=a' },
    ],
    ['the backend CA of another namespace', 'proxy-ssl-secret', { 'proxy-ssl-secret': 'other/ca' }],
    ['an empty allow list', 'allowlist-source-range', { 'allowlist-source-range': '' }],
    ['an empty deny list', 'denylist-source-range', { 'denylist-source-range': '' }],
  ];

  it.each(closing)('%s closes the paths', (_, key, annotations) => {
    const conversion = convertObjects(ingressesWith(annotations, secret()));
    expect(annotationItem(conversion, key)).toMatchObject({ verdict: 'invalid', code: 'RS0305', severity: 'error' });
    expectClosed(conversion);
  });

  it('a reference with forbidden characters voids the Ingress where its validator is asked first', () => {
    for (const key of ['auth-tls-secret', 'proxy-ssl-secret']) {
      const conversion = convertObjects(ingressesWith({ [key]: 'default/"' }));
      expect(annotationItem(conversion, key)).toMatchObject({ verdict: 'invalid', code: 'RS0306' });
      expectNotConverted(conversion);
    }
  });

  it.each(['CN=(unclosed', 'CN=a**', 'CN=(?=ahead)', 'CN=[z-a]'])(
    'auth-tls-match-cn: %s is no expression of Go',
    (value) => {
      const conversion = convertObjects(ingressesWith({ 'auth-tls-secret': 'default/ca', 'auth-tls-match-cn': value }));
      expect(annotationItem(conversion, 'auth-tls-match-cn')).toMatchObject({ verdict: 'invalid', code: 'RS0306' });
      expectNotConverted(conversion);
    },
  );

  it.each(['CN=(?i)client', 'CN=(?P<who>.*)', 'CN=a\\.b[[:alpha:]]+'])('auth-tls-match-cn: %s is one', (value) => {
    const conversion = convertObjects(ingressesWith({ 'auth-tls-secret': 'default/ca', 'auth-tls-match-cn': value }));
    expect(annotationItem(conversion, 'auth-tls-match-cn').verdict).toBe('unsupported');
    expect(conversion.withheld).toHaveLength(1);
  });

  it('an origin that is refused opens CORS to everyone, here as there, and is told as a warning', () => {
    const conversion = convertObjects(
      ingressesWith({ 'enable-cors': 'true', 'cors-allow-origin': 'https://a.example/' }),
    );
    const item = annotationItem(conversion, 'cors-allow-origin');
    expect(item).toMatchObject({ verdict: 'invalid', severity: 'warning' });
    expect(item.message).toContain('every origin');
    const [rule] = publishedRules(conversion);
    expect(JSON.stringify(rule)).toContain('"allowOrigins":["*"]');
  });

  it('a mirror that is no URL is told as what it is: a second copy to the host itself', () => {
    for (const target of ['shadow', 'shadow"']) {
      const conversion = convertObjects(ingressesWith({ 'mirror-target': target }));
      const item = annotationItem(conversion, 'mirror-target');
      expect(item).toMatchObject({ verdict: 'invalid', severity: 'warning' });
      expect(item.message).toContain('second copy');
      expect(JSON.stringify(publishedRules(conversion))).not.toContain('RequestMirror');
    }
  });

  it.each(['100', '50', '-1'])('canary-weight-total: %s counts as 100', (total) => {
    const annotations = { canary: 'true', 'canary-weight': '20', 'canary-weight-total': total };
    const conversion = convertObjects(ingressesWith(annotations));
    expect(annotationItem(conversion, 'canary-weight-total').verdict).toBe('redundant');
    const weights = publishedRules(conversion).map((rule) =>
      (rule.backendRefs as { weight: number }[]).map((b) => b.weight),
    );
    expect(weights).toEqual([[80, 20]]);
  });

  it('a lower-case gRPC protocol is read, and its quirk is told', () => {
    const item = annotationItem(convertObjects(ingressesWith({ 'backend-protocol': 'grpc' })), 'backend-protocol');
    expect(item.verdict).toBe('approximated');
    expect(item.message).toContain('in this spelling');
    const upper = annotationItem(convertObjects(ingressesWith({ 'backend-protocol': 'GRPC' })), 'backend-protocol');
    expect([upper.message, ...upper.also.map(({ message }) => message)].join()).not.toContain('spelling');
  });

  it('a status outside the range of a redirect is not the one that is sent', () => {
    const annotations = { 'permanent-redirect': 'https://example.com/', 'permanent-redirect-code': '404' };
    const conversion = convertObjects(ingressesWith(annotations));
    expect(annotationItem(conversion, 'permanent-redirect-code')).toMatchObject({ verdict: 'invalid', code: 'RS0304' });
    expect(JSON.stringify(publishedRules(conversion))).toContain('"statusCode":301');
  });
});

describe('an invalid value that the controller never looks at', () => {
  const harmless: readonly (readonly [string, string])[] = [
    ['auth-realm', 'Staff!'],
    ['auth-secret', 'a/b/c'],
    ['auth-secret-type', 'nonsense'],
    ['auth-method', 'FETCH'],
    ['auth-response-headers', 'X User!'],
    ['auth-always-set-cookie', 'maybe'],
    ['auth-tls-error-page', 'nonsense?'],
    ['auth-tls-match-cn', 'O=x'],
    ['opentelemetry-operation-name', 'a b!'],
    ['temporal-redirect-code', 'many'],
    ['cors-allow-origin', 'https://a.example/'],
  ];

  it.each(harmless)('%s: %s alone does nothing', (key, value) => {
    const conversion = convertObjects(ingressesWith({ [key]: value }));
    expect(annotationItem(conversion, key)).toMatchObject({ verdict: 'redundant', code: 'RS0309' });
    expect(forwarding(conversion).length).toBeGreaterThan(0);
  });
});
