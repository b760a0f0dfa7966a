import { describe, expect, it } from 'vitest';
import { lookUp } from '../../src/mappings/all.js';
import { haproxyIngress } from '../../src/mappings/haproxy-ingress.js';
import type { AnnotationEntry, TargetVerdict } from '../../src/mappings/mapping.js';
import { checkValue } from '../../src/mappings/value.js';
import { explainAnnotation } from '../../src/reports/explanation.js';

const entries = haproxyIngress.mapping.annotations;

function verdictsOf({ targets }: AnnotationEntry): TargetVerdict[] {
  const all = [targets['gateway-api'], targets['gateway-api'].experimental, targets['openshift-route']];
  return all.filter((target) => target !== undefined);
}

function entryOf(key: string): AnnotationEntry {
  const found = haproxyIngress.entry(key);
  if (found === undefined) throw new Error(`no entry for ${key}`);
  return found.entry;
}

function keysWhere(predicate: (entry: AnnotationEntry) => boolean): string[] {
  return entries.filter(predicate).map(({ key }) => key);
}

describe('the mapping file of HAProxy Ingress', () => {
  it('withholds what protects: the keys whose loss would let requests through', () => {
    expect(keysWhere(({ protects }) => protects === true)).toEqual([
      'auth-tls-secret',
      'auth-tls-verify-client',
      'allowlist-source-range',
      'denylist-source-range',
      'allowlist-source-header',
      'auth-url',
      'auth-external-placement',
      'auth-secret',
      'limit-connections',
      'limit-rps',
      'oauth',
      'secure-verify-ca-secret',
    ]);
  });

  it('reads annotations that act together as one concern', () => {
    const group = (...starts: string[]) => keysWhere(({ key }) => starts.some((start) => key.startsWith(start)));
    const concern = (name: string) => keysWhere((entry) => entry.concern === name);
    expect(concern('cors')).toEqual(group('cors-'));
    expect(concern('hsts')).toEqual(group('hsts'));
    expect(concern('timeouts')).toEqual(group('timeout-'));
    expect(concern('blue-green')).toEqual(group('blue-green-'));
    expect(concern('header-match')).toEqual(group('http-header-match'));
    expect(concern('affinity')).toEqual(group('affinity', 'session-cookie-'));
    expect(concern('snippet')).toEqual(group('config-'));
    expect(concern('ssl-passthrough')).toEqual(group('ssl-passthrough'));
  });

  it('converts nothing that released versions do not read', () => {
    const unread = keysWhere(({ summary }) => summary.includes('up to v0.16 read'));
    expect(unread.length).toBe(16);
    for (const key of unread)
      expect(verdictsOf(entryOf(key)).map(({ verdict }) => verdict)).toEqual(['redundant', 'redundant']);
  });
});

describe('a value that HAProxy Ingress reads', () => {
  it.each<[string, string, boolean]>([
    ['timeout-server', '30s', true],
    ['timeout-server', '30', false],
    ['timeout-server', '1h30m', false],
    ['cors-allow-origin', 'https://a.io,https://b.io', true],
    ['cors-allow-origin', 'https://a.io, https://b.io', false],
    ['affinity', 'cookie', true],
    ['affinity', 'Cookie', false],
    ['path-type', 'Regex', true],
    ['path-type', 'regexp', false],
    ['backend-protocol', 'GRPCS', true],
    ['proxy-body-size', '8m', true],
    ['proxy-body-size', 'unlimited', true],
    ['proxy-body-size', '8mb', false],
    ['blue-green-balance', 'group=blue=1,group=green=4', true],
    ['blue-green-balance', 'group=blue', false],
    ['blue-green-header', 'X-Group:group', true],
    ['blue-green-header', 'X-Group', false],
    ['auth-method', '*', true],
    ['auth-realm', 'a "b"', false],
    ['ssl-redirect', 'yes', false],
  ])('%s: %j is valid: %s', (key, value, ok) => {
    expect(checkValue(entryOf(key), value).ok).toBe(ok);
  });
});

describe('asking for a key of HAProxy Ingress', () => {
  const known = (asked: string) => lookUp(asked).map(({ index, kind }) => `${index.mapping.controller} ${kind}`);

  it.each([
    ['haproxy-ingress.github.io/rewrite-target', ['haproxy-ingress annotation']],
    ['ingress.kubernetes.io/rewrite-target', ['haproxy-ingress annotation']],
    ['blue-green-deploy', ['haproxy-ingress annotation']],
    ['rewrite-target', ['ingress-nginx annotation', 'openshift annotation', 'haproxy-ingress annotation']],
    ['strict-host', ['haproxy-ingress setting']],
  ])('%s finds %j', (asked, expected) => {
    expect(known(asked)).toEqual(expect.arrayContaining(expected));
  });

  it('says what an invalid value does instead of the usual', () => {
    const found = haproxyIngress.entry('auth-secret');
    const text = found === undefined ? '' : explainAnnotation(found, haproxyIngress.mapping);
    expect(text).toMatch(/if invalid {2,}the paths are served without a password\n/);
  });
});
