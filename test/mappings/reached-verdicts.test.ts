import { describe, expect, it } from 'vitest';
import { catalogue } from '../../src/ledger/catalogue.js';
import type { Item } from '../../src/ledger/verdict.js';
import { declaredVerdict } from '../../src/mappings/declared.js';
import { ingressNginx } from '../../src/mappings/ingress-nginx.js';
import { CHANNELS, TARGETS } from '../../src/options.js';
import { annotationItem, convertObjects, convertSample, ingressesWith } from './sample-ingress.js';

const entries = ingressNginx.mapping.annotations;

/** What every item owes the user: a code that can be explained and words. */
function expectTold(item: Item): void {
  expect(Object.keys(catalogue)).toContain(item.code);
  expect(item.code).not.toBe('RS0001');
  expect(item.message.trim().length).toBeGreaterThan(8);
  expect(item.message).not.toMatch(/undefined|NaN|\[object/);
}

const PROMISES = [
  ...CHANNELS.map((channel) => ['gateway-api', channel] as const),
  ['openshift-route', 'standard'] as const,
];

describe.each(PROMISES)(
  'a minimal Ingress, converted for %s of the %s channel, keeps the promise of the table',
  (to, channel) => {
    it.each(entries.map((entry) => [entry.key, entry] as const))('%s', (key, entry) => {
      const conversion = convertSample(entry, channel, { to });
      const item = annotationItem(conversion, key);
      const declared = declaredVerdict(entry, to, channel);
      expect([item.verdict, item.code, item.message], item.message).toEqual([
        declared.verdict,
        item.code,
        item.message,
      ]);
      expectTold(item);
      if (item.verdict === 'converted' || item.verdict === 'approximated') expect(item.emitted).not.toEqual([]);
      // What goes with a guard is told by the guard; everything else that is lost comes with an advice of its own.
      if (item.code === 'RS0320' || item.code === 'RS0321') expect(item.next ?? '').not.toBe('');
      for (const other of conversion.items) expectTold(other);
    });
  },
);

describe('older names', () => {
  const aliases = entries.flatMap((entry) => (entry.aliases ?? []).map((alias) => [alias, entry] as const));

  it.each(aliases)('%s is read as the name it stands for', (alias, entry) => {
    const item = annotationItem(convertSample(entry, 'standard', { key: alias }), alias);
    expect(item.verdict).toBe(entry.targets['gateway-api'].verdict);
    const asRoute = annotationItem(convertSample(entry, 'standard', { key: alias, to: 'openshift-route' }), alias);
    expect(asRoute.verdict).toBe(entry.targets['openshift-route'].verdict);
    expectTold(item);
  });

  it.each(aliases)('%s is not read next to the newer name', (alias, entry) => {
    const conversion = convertSample(entry, 'standard', { further: { [alias]: entry.sample.value } });
    expect(annotationItem(conversion, alias)).toMatchObject({ verdict: 'redundant', code: 'RS0310' });
    expect(annotationItem(conversion, entry.key).verdict).toBe(entry.targets['gateway-api'].verdict);
  });
});

describe('keys of earlier releases', () => {
  it.each(ingressNginx.mapping.obsolete.map((entry) => [entry.key, entry] as const))(
    '%s has no effect',
    (key, entry) => {
      const item = annotationItem(convertObjects(ingressesWith({ [key]: 'true' })), key);
      expect(item).toMatchObject({ verdict: 'redundant', code: 'RS0302' });
      expect(item.message).toContain(entry.summary);
      if (entry.instead !== undefined) expect(item.next).toContain(entry.instead);
    },
  );
});

describe('values that ask for what happens anyway', () => {
  const neutral = entries.flatMap((entry) => (entry.neutral ?? []).map((value) => [entry.key, value, entry] as const));

  it.each(neutral)('%s: %s is nothing to convert', (key, value, entry) => {
    for (const to of TARGETS) {
      const item = annotationItem(convertSample(entry, 'standard', { value, to }), key);
      expect([item.verdict, item.message]).toEqual(['redundant', item.message]);
      expectTold(item);
    }
  });

  it.each(entries.map((entry) => [entry.key, entry] as const))(
    '%s without a value is nothing to convert',
    (key, entry) => {
      const item = annotationItem(convertSample(entry, 'standard', { value: '' }), key);
      expect(['redundant', 'invalid']).toContain(item.verdict);
      expectTold(item);
    },
  );
});

describe('keys that need another one', () => {
  it.each(entries.filter(({ requires }) => requires !== undefined).map((entry) => [entry.key, entry] as const))(
    '%s does nothing alone',
    (key, entry) => {
      const item = annotationItem(convertObjects(ingressesWith({ [key]: entry.sample.value })), key);
      expect(item).toMatchObject({ verdict: 'redundant', code: 'RS0309' });
      expect(item.message).toContain(entry.requires);
    },
  );
});
