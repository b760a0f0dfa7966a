import { describe, expect, it } from 'vitest';
import { ingressNginx } from '../../src/mappings/ingress-nginx.js';
import { checkMapping } from '../../src/mappings/load.js';
import type { Mapping } from '../../src/mappings/mapping.js';
import { wholeKeys } from '../../src/mappings/mapping-index.js';
import { explainAnnotation } from '../../src/reports/explanation.js';
import { listJson, listText } from '../../src/reports/listing.js';

const mapping: Mapping = { ...ingressNginx.mapping, prefix: 'first.example', alsoPrefixes: ['second.example'] };

describe('a controller that reads its keys under several prefixes', () => {
  it('passes the check, and has every name for a key, the stronger one first', () => {
    expect(checkMapping(mapping, 'a file')).toBe(mapping);
    expect(wholeKeys(mapping, 'cors')).toEqual(['first.example/cors', 'second.example/cors']);
    expect(wholeKeys(ingressNginx.mapping, 'cors')).toEqual(['nginx.ingress.kubernetes.io/cors']);
  });

  it('says all of them in explain and list', () => {
    const found = ingressNginx.entry('rewrite-target');
    const text = found === undefined ? '' : explainAnnotation(found, mapping);
    expect(text).toMatch(/^first\.example\/rewrite-target\n[\s\S]*also under +second\.example\/\n/);
    expect(listText([mapping], {})).toContain('(first.example/, second.example/)');
    expect(JSON.parse(listJson([mapping], {})).controllers[0].alsoPrefixes).toEqual(['second.example']);
  });
});
