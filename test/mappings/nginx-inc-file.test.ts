import { describe, expect, it } from 'vitest';
import { lookUp } from '../../src/mappings/all.js';
import type { AnnotationEntry } from '../../src/mappings/mapping.js';
import { nginxInc } from '../../src/mappings/nginx-inc.js';

const entries = nginxInc.mapping.annotations;

function keysWhere(holds: (entry: AnnotationEntry) => boolean): string[] {
  return entries.filter(holds).map(({ key }) => key);
}

describe('the mapping file of the NGINX Ingress Controller', () => {
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
});
