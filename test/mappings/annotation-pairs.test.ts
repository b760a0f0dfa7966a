import { describe, expect, it } from 'vitest';
import { ingressNginx } from '../../src/mappings/ingress-nginx.js';
import { annotationItem, convertObjects, ingressesWith, sampleAnnotations } from './sample-ingress.js';

const entries = ingressNginx.mapping.annotations;

describe('two annotations on one Ingress', () => {
  it.each(entries.map((entry) => [entry.key, entry] as const))(
    '%s: nothing gets lost next to any other',
    (key, entry) => {
      const lost: string[] = [];
      for (const other of entries) {
        if (other.key >= key) continue;
        const annotations = { ...sampleAnnotations(other), ...sampleAnnotations(entry) };
        const objects = [...(entry.sample.objects ?? []), ...(other.sample.objects ?? [])];
        const path = entry.sample.path ?? other.sample.path;
        const tls = entry.sample.tls === true || other.sample.tls === true;
        const conversion = convertObjects(ingressesWith(annotations, { objects, path, tls }));
        for (const item of conversion.items) {
          if (item.code === 'RS0001') lost.push(`with ${other.key}: ${item.annotation ?? item.field}`);
        }
        for (const own of Object.keys(annotations)) annotationItem(conversion, own);
      }
      expect(lost).toEqual([]);
    },
  );
});

describe('annotations whose loss was accepted', () => {
  const protecting = entries.filter(({ protects }) => protects === true);

  it.each(entries.map((entry) => [entry.key, entry] as const))('%s is still told about', (key, entry) => {
    const accept = protecting.map((guard) => guard.key);
    const conversion = convertObjects(
      ingressesWith(sampleAnnotations(entry), entry.sample),
      'standard',
      entry.sample.config,
      accept,
    );
    expect(conversion.items.filter(({ code }) => code === 'RS0001')).toEqual([]);
    expect(annotationItem(conversion, key).message).not.toBe('');
  });
});
