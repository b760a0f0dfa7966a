import { describe, expect, it } from 'vitest';
import { ingressNginx } from '../../src/mappings/ingress-nginx.js';
import { explainAnnotation, explainFinding } from '../../src/reports/explanation.js';

describe('the explanation of an annotation', () => {
  it.each(ingressNginx.keys)('%s says what it does, what it becomes and why', (key) => {
    const found = ingressNginx.entry(key);
    if (found === undefined) throw new Error(`no entry for ${key}`);
    const text = explainAnnotation(found, ingressNginx.mapping);
    const words = text.replace(/\s+/g, ' ');
    const target = found.entry.targets['gateway-api'];
    for (const part of [found.entry.summary, target.verdict, target.caveat, found.entry.default, found.entry.source]) {
      expect(words).toContain(part.replace(/\s+/g, ' ').trim());
    }
    expect(text).not.toMatch(/undefined|\[object/);
    expect(
      Math.max(
        ...text
          .split('\n')
          .filter((line) => line.includes('  '))
          .map((line) => line.length),
      ),
    ).toBeLessThan(140);
  });

  it('says how to publish a rule without a protection', () => {
    for (const { key, protects, aliases } of ingressNginx.mapping.annotations) {
      const found = ingressNginx.entry(aliases?.[0] ?? key);
      const text = found === undefined ? '' : explainAnnotation(found, ingressNginx.mapping);
      expect(text.includes('--accept')).toBe(protects === true);
    }
  });
});

describe('the explanation of a value', () => {
  const text = (key: string) => {
    const found = ingressNginx.entry(key);
    return found === undefined ? '' : explainAnnotation(found, ingressNginx.mapping).replace(/\s+/g, ' ');
  };

  it('asks for namespace/name where the controller refuses a bare name, and promises neither elsewhere', () => {
    expect(text('auth-tls-secret')).toContain('values a Secret: namespace/name;');
    expect(text('custom-headers')).toContain('values a ConfigMap;');
  });

  it('says what happens when an invalid value is ignored, where the default does not', () => {
    for (const { key, ifIgnored } of ingressNginx.mapping.annotations) {
      if (ifIgnored !== undefined) expect(text(key)).toContain(`: ${ifIgnored}`);
    }
  });
});

describe('the explanation of a finding', () => {
  it('gives the reason and the remedy', () => {
    const finding = { title: 'A title', severity: 'warning', why: 'It matters.', fix: 'Do this.' } as const;
    expect(explainFinding('RS1234', finding)).toBe(`RS1234: A title

  severity        warning
  why             It matters.
  what to do      Do this.
`);
  });
});
