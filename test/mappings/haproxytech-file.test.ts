import { describe, expect, it } from 'vitest';
import { lookUp } from '../../src/mappings/all.js';
import { haproxytech } from '../../src/mappings/haproxytech.js';
import type { AnnotationEntry, EntryTargets, TargetVerdict } from '../../src/mappings/mapping.js';
import { checkValue } from '../../src/mappings/value.js';

const { annotations } = haproxytech.mapping;

function verdictsOf(targets: EntryTargets | undefined): TargetVerdict[] {
  return Object.values(targets ?? {}).flatMap((target) =>
    target.experimental === undefined ? [target] : [target, target.experimental],
  );
}

function entryOf(key: string): AnnotationEntry {
  const found = haproxytech.entry(key);
  if (found === undefined) throw new Error(`no entry for ${key}`);
  return found.entry;
}

describe('the mapping file of haproxytech', () => {
  it('has code for everything that is carried, except what is told once and for all', () => {
    const carried = annotations.filter(({ targets }) =>
      verdictsOf(targets).some(({ verdict }) => verdict === 'converted' || verdict === 'approximated'),
    );
    expect(carried.filter(({ concern }) => concern === undefined).map(({ key }) => key)).toEqual([]);
  });

  it('withholds what protects', () => {
    expect(annotations.filter(({ protects }) => protects === true).map(({ key }) => key)).toEqual([
      'deny-list',
      'allow-list',
      'rate-limit-requests',
      'auth-type',
      'auth-secret',
      'server-ca',
    ]);
  });
});

describe('a value that the controller reads', () => {
  it.each<[string, string, boolean]>([
    ['deny-list', '10.0.0.0/8, ::1', true],
    ['deny-list', 'patterns/bad', true],
    ['deny-list', '10.0.0.0/8,', false],
    ['deny-list', 'office', false],
    ['rate-limit-whitelist', '10.0.0.1, patterns/ours,', true],
    ['ssl-redirect', 'Enabled', true],
    ['ssl-redirect', 'yes', false],
    ['ssl-redirect', ' true', false],
    ['ssl-passthrough', 'True', false],
    ['cors-allow-credentials', '1', false],
    ['timeout-server', '1500', true],
    ['timeout-server', '1.5s', false],
    ['timeout-server', '5us', false],
    ['path-rewrite', '/a/(.*) /\\1\n/b', true],
    ['path-rewrite', 'a b c', false],
    ['path-rewrite', 'a\n\nb', false],
    ['request-set-header', 'X-A one two\nX-B 2\n', true],
    ['request-set-header', 'X-A', false],
    ['request-redirect-code', '200', false],
    ['load-balance', 'hdr(X-User) use_domain_only', true],
    ['load-balance', 'fastest', false],
    ['server-ca', 'ca', false],
    ['send-proxy-protocol', 'Proxy-V2', true],
  ])('%s: %j is valid: %s', (key, value, ok) => {
    expect(checkValue(entryOf(key), value).ok).toBe(ok);
  });
});

describe('asking for a key', () => {
  it.each(['haproxy.org/whitelist', 'ingress.kubernetes.io/whitelist', 'haproxy.com/whitelist', 'route-acl'])(
    '%s is found with its controller',
    (asked) => {
      expect(lookUp(asked).map(({ index }) => index.mapping.controller)).toContain('haproxytech');
    },
  );
});
