import { describe, expect, it } from 'vitest';
import { lookUp, nearestName } from '../../src/mappings/all.js';
import type { AnnotationEntry } from '../../src/mappings/mapping.js';
import { openshift } from '../../src/mappings/openshift.js';
import { checkValue } from '../../src/mappings/value.js';

const entries = openshift.mapping.annotations;

function entryOf(key: string): AnnotationEntry {
  const found = openshift.entry(key);
  if (found === undefined) throw new Error(`no entry for ${key}`);
  return found.entry;
}

describe('the mapping file of OpenShift', () => {
  it('loses nothing on the way to a Route', () => {
    const lost = entries.filter(({ targets }) =>
      ['unsupported', 'manual', 'invalid'].includes(targets['openshift-route']?.verdict ?? 'unsupported'),
    );
    expect(lost.map(({ key }) => key)).toEqual([]);
  });

  it('withholds what protects', () => {
    expect(entries.filter(({ protects }) => protects === true).map(({ key }) => key)).toEqual([
      'haproxy.router.openshift.io/ip_allowlist',
      'haproxy.router.openshift.io/rate-limit-connections',
      'haproxy.router.openshift.io/rate-limit-connections.concurrent-tcp',
      'haproxy.router.openshift.io/rate-limit-connections.rate-tcp',
      'haproxy.router.openshift.io/rate-limit-connections.rate-http',
    ]);
  });
});

describe('a value that the router reads', () => {
  it.each<[string, string, boolean]>([
    ['haproxy.router.openshift.io/timeout', '5000', true],
    ['haproxy.router.openshift.io/timeout', '6m', true],
    ['haproxy.router.openshift.io/timeout', '0', false],
    ['haproxy.router.openshift.io/timeout', '0s', false],
    ['haproxy.router.openshift.io/timeout', '1.5s', false],
    ['haproxy.router.openshift.io/timeout', '1h30m', false],
    ['haproxy.router.openshift.io/timeout', ' 5s', false],
    ['haproxy.router.openshift.io/balance', 'leastconn', true],
    ['haproxy.router.openshift.io/balance', 'LeastConn', false],
    ['haproxy.router.openshift.io/balance', 'leastconn ', false],
    ['haproxy.router.openshift.io/disable_cookies', 'T', true],
    ['haproxy.router.openshift.io/disable_cookies', 'yes', false],
    ['haproxy.router.openshift.io/disable_cookies', ' true', false],
    ['route.openshift.io/reconcile-labels', ' true ', true],
    ['router.openshift.io/cookie-same-site', 'lax', false],
    ['router.openshift.io/cookie_name', 'a.b', false],
    ['haproxy.router.openshift.io/rewrite-target', 'bar', false],
    ['haproxy.router.openshift.io/rewrite-target', '/index.html#', true],
    ['haproxy.router.openshift.io/hsts_header', 'max-age=31536000;includeSubDomains;preload', true],
    ['haproxy.router.openshift.io/hsts_header', 'includesubdomains ; MAX-AGE = "1"', true],
    ['haproxy.router.openshift.io/hsts_header', 'max-age=1;secure', false],
    ['haproxy.router.openshift.io/hsts_header', 'includeSubDomains', false],
    ['haproxy.router.openshift.io/ip_allowlist', '10.0.0.0/8 ::1', true],
    ['haproxy.router.openshift.io/ip_allowlist', '10.0.0.0/8,10.1.0.0/16', false],
    ['haproxy.router.openshift.io/ip_allowlist', '10.0.0.0/8 ', false],
    ['haproxy.router.openshift.io/ip_allowlist', '10.0.0.0/8\n10.1.0.0/16', false],
    ['haproxy.router.openshift.io/ip_allowlist', 'office', false],
    ['route.openshift.io/termination', 'Edge', false],
    ['route.openshift.io/destination-ca-certificate-secret', 'other/ca', false],
  ])('%s: %j is valid: %s', (key, value, ok) => {
    expect(checkValue(entryOf(key), value).ok).toBe(ok);
  });

  it('counts milliseconds where no unit is written, and no more than HAProxy can', () => {
    const millis = (value: string) => {
      const checked = checkValue(entryOf('haproxy.router.openshift.io/timeout'), value);
      return checked.ok ? checked.value : undefined;
    };
    expect(millis('5000')).toEqual({ kind: 'duration', value: 5000 });
    expect(millis('6m')).toEqual({ kind: 'duration', value: 360_000 });
    expect(millis('99999d')).toEqual({ kind: 'duration', value: 2_147_483_647 });
  });

  it('drops what is no address from a list, as the router does', () => {
    expect(checkValue(entryOf('haproxy.router.openshift.io/ip_allowlist'), '10.0.0.1 office 10.0.0.2/33 ::1')).toEqual({
      ok: true,
      value: { kind: 'addresses', value: ['10.0.0.1', '::1'] },
    });
  });
});

describe('asking for a key', () => {
  // What further controllers know is for their own tests.
  const known = (asked: string) =>
    lookUp(asked)
      .filter(({ index }) => ['ingress-nginx', 'openshift'].includes(index.mapping.controller))
      .map(
        (name) =>
          `${name.index.mapping.controller} ${name.kind} ${name.kind === 'annotation' ? name.found.entry.key : name.entry.key}`,
      );

  it.each([
    ['haproxy.router.openshift.io/timeout', ['openshift annotation haproxy.router.openshift.io/timeout']],
    ['timeout', ['openshift annotation haproxy.router.openshift.io/timeout']],
    ['ip_whitelist', ['openshift annotation haproxy.router.openshift.io/ip_allowlist']],
    ['cookie_name', ['openshift annotation router.openshift.io/cookie_name']],
    ['haproxy.router.openshift.io/cookie_name', ['openshift obsolete haproxy.router.openshift.io/cookie_name']],
    ['canary-weight', ['ingress-nginx annotation canary-weight']],
    ['nginx.ingress.kubernetes.io/rewrite-target', ['ingress-nginx annotation rewrite-target']],
    [
      'rewrite-target',
      ['ingress-nginx annotation rewrite-target', 'openshift annotation haproxy.router.openshift.io/rewrite-target'],
    ],
    ['idled-at', ['openshift elsewhere idling.alpha.openshift.io/idled-at']],
    ['nothing-like-it', []],
  ])('%s finds %j', (asked, expected) => {
    expect(known(asked)).toEqual(expected);
  });

  it('suggests the name that was meant, of whichever controller', () => {
    expect(nearestName('haproxy.router.openshift.io/hsts-header')).toBe('hsts_header');
    expect(nearestName('proxy-body-sise')).toBe('proxy-body-size');
  });
});
