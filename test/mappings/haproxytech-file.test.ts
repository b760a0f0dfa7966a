import { describe, expect, it } from 'vitest';
import content from '../../mappings/haproxytech.yaml';
import { lookUp } from '../../src/mappings/all.js';
import { haproxytech } from '../../src/mappings/haproxytech.js';
import { checkMapping } from '../../src/mappings/load.js';
import type { AnnotationEntry, EntryTargets, TargetVerdict } from '../../src/mappings/mapping.js';
import { checkValue, isNeutral } from '../../src/mappings/value.js';
import { explainAnnotation, explainSetting } from '../../src/reports/explanation.js';

const { annotations, settings } = haproxytech.mapping;
const named = annotations.map((entry) => [entry.key, entry] as const);
const namedSettings = settings.map((setting) => [setting.key, setting] as const);

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

function expectSentences(summary: string, targets: EntryTargets | undefined): void {
  const verdicts = verdictsOf(targets);
  const sentences = [summary, ...verdicts.flatMap(({ caveat, next }) => [caveat, next ?? caveat])];
  for (const sentence of sentences) expect(sentence).toMatch(/^[A-Za-z][^\n]{18,}\.$|^Drop it\.$/);
  for (const { caveat } of verdicts) expect(caveat).not.toMatch(/\. [A-Z]/);
  for (const { verdict, next } of verdicts) {
    if (verdict === 'unsupported' || verdict === 'manual') expect(next).toBeDefined();
  }
}

describe('the mapping file of haproxytech', () => {
  it('passes the check that files of users have to pass', () => {
    expect(checkMapping(content, 'mappings/haproxytech.yaml')).toBe(content);
  });

  it.each(named)('%s has whole sentences', (_, entry) => {
    expectSentences(entry.summary, entry.targets);
  });

  it.each(namedSettings)('%s of the ConfigMap has whole sentences and both targets', (_, setting) => {
    expect(Object.keys(setting.targets ?? {})).toEqual(['gateway-api', 'openshift-route']);
    expectSentences(setting.summary, setting.targets);
  });

  it.each(named)('%s has a sample that uses it for real, with the keys it does nothing without', (_, entry) => {
    const checked = checkValue(entry, entry.sample.value);
    expect(checked).toMatchObject({ ok: true });
    if (checked.ok) expect(isNeutral(entry, checked.value)).toBe(false);
    if (entry.requires !== undefined) expect(Object.keys(entry.sample.with ?? {})).toContain(entry.requires);
    for (const [key, value] of Object.entries(entry.sample.with ?? {}))
      expect(checkValue(entryOf(key), value)).toMatchObject({ ok: true });
  });

  it.each(named)('%s names the field that carries it where something does', (_, entry) => {
    for (const { verdict, field } of verdictsOf(entry.targets)) {
      const isCarried = verdict === 'converted' || verdict === 'approximated';
      const shape = isCarried
        ? /^((HTTPRoute|TLSRoute|BackendTLSPolicy) spec|Route (spec|metadata))\.[a-zA-Z[\].]+$/
        : /^$/;
      expect(field ?? '').toMatch(shape);
    }
  });

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

  it.each(named)('%s is checked at once, however long the value', (_, entry) => {
    for (const filler of [' ', '\n', 'a', '1', ',', ' a', 'a\n']) {
      const start = performance.now();
      checkValue(entry, `${filler.repeat(20_000)}\u0000`);
      expect(performance.now() - start).toBeLessThan(500);
    }
  });
});

describe('asking for a key', () => {
  it.each(['haproxy.org/whitelist', 'ingress.kubernetes.io/whitelist', 'haproxy.com/whitelist', 'route-acl'])(
    '%s is found with its controller',
    (asked) => {
      expect(lookUp(asked).map(({ index }) => index.mapping.controller)).toContain('haproxytech');
    },
  );

  it.each(haproxytech.keys)('%s is explained with what it does and becomes', (key) => {
    const found = haproxytech.entry(key);
    const text = found === undefined ? '' : explainAnnotation(found, haproxytech.mapping);
    const words = text.replace(/\s+/g, ' ');
    for (const part of [found?.entry.summary ?? '', 'Gateway API', 'OpenShift Route', 'haproxytech 3.2'])
      expect(words).toContain(part);
    expect(text).not.toMatch(/undefined|\[object/);
  });

  it.each(namedSettings)('%s of the ConfigMap is explained with what it becomes', (_, setting) => {
    const text = explainSetting(setting, haproxytech.mapping);
    for (const part of ['key of the ConfigMap of haproxytech', 'Gateway API', 'OpenShift Route'])
      expect(text).toContain(part);
    expect(text).not.toMatch(/undefined|\[object/);
  });
});
