import { describe, expect, it } from 'vitest';
import content from '../../mappings/nginx-inc.yaml';
import { lookUp } from '../../src/mappings/all.js';
import { checkMapping } from '../../src/mappings/load.js';
import type { AnnotationEntry, TargetVerdict } from '../../src/mappings/mapping.js';
import { nginxInc } from '../../src/mappings/nginx-inc.js';
import { checkValue, isNeutral } from '../../src/mappings/value.js';
import { explainAnnotation } from '../../src/reports/explanation.js';

const entries = nginxInc.mapping.annotations;
const named = entries.map((entry) => [entry.key, entry] as const);
const BARE = /^(?:Gateway|HTTPRoute|BackendTLSPolicy|Route) spec\.[a-zA-Z[\].]+$|^Route metadata\.annotations$/;

function verdictsOf({ targets }: AnnotationEntry): TargetVerdict[] {
  const all = [targets['gateway-api'], targets['gateway-api'].experimental, targets['openshift-route']];
  return all.filter((target) => target !== undefined);
}

function entryOf(key: string): AnnotationEntry {
  const found = nginxInc.entry(key);
  if (found === undefined) throw new Error(`no entry for ${key}`);
  return found.entry;
}

function keysWhere(holds: (entry: AnnotationEntry) => boolean): string[] {
  return entries.filter(holds).map(({ key }) => key);
}

describe('the mapping file of the NGINX Ingress Controller', () => {
  it('passes the check that files of users have to pass', () => {
    expect(checkMapping(content, 'mappings/nginx-inc.yaml')).toBe(content);
  });

  it.each(named)('%s has whole sentences and both targets', (_, entry) => {
    expect(entry.targets['openshift-route']).toBeDefined();
    const sentences = [entry.summary, ...verdictsOf(entry).flatMap(({ caveat, next }) => [caveat, next ?? caveat])];
    for (const sentence of sentences) expect(sentence).toMatch(/^[A-Za-z][^\n]{20,}\.$/);
    for (const { caveat } of verdictsOf(entry)) expect(caveat).not.toMatch(/\. [A-Z]/);
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
    for (const { verdict, field } of verdictsOf(entry)) {
      const isCarried = verdict === 'converted' || verdict === 'approximated';
      expect(field ?? '').toMatch(isCarried ? BARE : /^$/);
    }
  });

  it.each(named)('%s says what to do where it is lost', (_, entry) => {
    for (const { verdict, next } of verdictsOf(entry)) {
      if (verdict === 'unsupported' || verdict === 'manual') expect(next).toBeDefined();
    }
  });

  it('withholds what protects', () => {
    expect(keysWhere(({ protects }) => protects === true)).toEqual([
      'nginx.org/basic-auth-secret',
      'nginx.com/jwt-key',
      'nginx.org/policies',
      'nginx.com/policies',
      'nginx.org/limit-req-rate',
      'appprotect.f5.com/app-protect-enable',
      'appprotect.f5.com/app-protect-policy',
      'appprotectdos.f5.com/app-protect-dos-resource',
      'nsm.nginx.com/internal-route',
    ]);
  });

  it('rejects Ingresses for all values but those that are passed over one by one', () => {
    expect(keysWhere(({ invalid }) => invalid !== 'rejected')).toEqual([
      'kubernetes.io/ingress.class',
      'nginx.org/ssl-ciphers',
      'nginx.org/ssl-prefer-server-ciphers',
      'nginx.org/limit-req-rate',
      'nginx.org/limit-req-zone-size',
      'nginx.org/limit-req-burst',
      'nginx.org/limit-req-delay',
      'nginx.org/limit-req-no-delay',
      'nginx.org/limit-req-dry-run',
      'nginx.org/limit-req-log-level',
      'nginx.org/limit-req-reject-code',
      'nginx.org/limit-req-scale',
      'nsm.nginx.com/internal-route',
    ]);
  });

  it('has a default of the ConfigMap for every key that can have one', () => {
    const keys = new Set(nginxInc.mapping.settings.map(({ key }) => key));
    const wanted = entries.flatMap(({ configmapKey }) => configmapKey ?? []);
    expect(wanted.filter((key) => !keys.has(key))).toEqual([]);
  });

  it('is found by whole and by short names, beside other controllers', () => {
    const known = (asked: string) => lookUp(asked).map(({ index, kind }) => `${index.mapping.controller} ${kind}`);
    expect(known('nginx.org/rewrites')).toEqual(['nginx-inc annotation']);
    expect(known('policies')).toEqual(['nginx-inc annotation', 'nginx-inc annotation']);
    expect(known('app-root')).toContain('nginx-inc annotation');
    expect(known('default-server-return')).toEqual(['nginx-inc setting']);
  });

  it.each(nginxInc.keys)('%s is explained with what it does and becomes', (key) => {
    const found = nginxInc.entry(key);
    const text = found === undefined ? '' : explainAnnotation(found, nginxInc.mapping);
    const words = text.replace(/\s+/g, ' ');
    for (const part of [found?.entry.summary ?? '', 'Gateway API', 'OpenShift Route']) expect(words).toContain(part);
    expect(text).not.toMatch(/undefined|\[object|^\//m);
  });
});
