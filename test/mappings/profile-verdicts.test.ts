import { describe, expect, it } from 'vitest';
import { type ContentShape, checkContent } from '../../src/mappings/content-shape.js';
import { ingressNginx } from '../../src/mappings/ingress-nginx.js';
import { verdictFields } from '../../src/mappings/mapping-shape.js';
import { PROFILE_VERDICTS } from '../../src/mappings/profile-verdicts.js';

const SHAPE: ContentShape = { is: 'table', of: { is: 'table', of: { is: 'object', fields: verdictFields } } };

describe.each(Object.entries(PROFILE_VERDICTS))('what %s declares', (_profile, read) => {
  const verdicts = read();

  it('has the shape of a verdict everywhere', () => {
    expect(checkContent(verdicts, SHAPE)).toEqual([]);
  });

  it('is of keys that the controller has', () => {
    for (const key of Object.keys(verdicts['ingress-nginx'] ?? {}))
      expect(ingressNginx.entry(key)?.entry.key, key).toBe(key);
  });
});
