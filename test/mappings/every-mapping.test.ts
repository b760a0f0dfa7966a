import { readFileSync } from 'node:fs';
import { load } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { MAPPINGS } from '../../src/mappings/all.js';
import { checkMapping } from '../../src/mappings/load.js';
import type { AnnotationEntry, EntryTargets, TargetVerdict } from '../../src/mappings/mapping.js';
import type { MappingIndex } from '../../src/mappings/mapping-index.js';
import { checkValue, isNeutral } from '../../src/mappings/value.js';
import { explainAnnotation, explainSetting } from '../../src/reports/explanation.js';

/** What every mapping owes its readers, that of the next controller included. */
const controllers = MAPPINGS.map((index) => [index.mapping.controller, index] as const);

const FIELD = /^(?:(?:Gateway|HTTPRoute|TLSRoute|TCPRoute|BackendTLSPolicy|Route) spec|Route metadata)\.[a-zA-Z[\].]+$/;
const SENTENCE = /^[A-Za-z2][^\n]{18,}\.$|^Drop it\.$/;

function verdictsOf(targets: EntryTargets | undefined): TargetVerdict[] {
  return Object.values(targets ?? {}).flatMap((target) =>
    target.experimental === undefined ? [target] : [target, target.experimental],
  );
}

function entryOf(index: MappingIndex, key: string): AnnotationEntry {
  const found = index.entry(key);
  if (found === undefined) throw new Error(`no entry for ${key}`);
  return found.entry;
}

function expectWords(summary: string, targets: EntryTargets | undefined): void {
  const verdicts = verdictsOf(targets);
  for (const sentence of [summary, ...verdicts.flatMap(({ caveat, next }) => [caveat, next ?? caveat])])
    expect(sentence).toMatch(SENTENCE);
  for (const { caveat } of verdicts) expect(caveat).not.toMatch(/\. [A-Z]/);
}

function isCarried({ verdict }: TargetVerdict): boolean {
  return verdict === 'converted' || verdict === 'approximated';
}

describe.each(controllers)('the mapping of %s', (controller, index) => {
  const { annotations, settings, obsolete } = index.mapping;
  const entries = annotations.map((entry) => [entry.key, entry] as const);

  it('passes the check that files of users have to pass', () => {
    const file = new URL(`../../mappings/${controller}.yaml`, import.meta.url);
    const content = load(readFileSync(file, 'utf8'));
    expect(checkMapping(content, `mappings/${controller}.yaml`)).toBe(content);
  });

  it.each(entries)('%s has whole sentences and both targets', (_, entry) => {
    expect(Object.keys(entry.targets).sort()).toEqual(['gateway-api', 'openshift-route']);
    expectWords(entry.summary, entry.targets);
  });

  it.each(entries)('%s has a sample that uses it for real', (_, entry) => {
    const checked = checkValue(entry, entry.sample.value);
    expect(checked).toMatchObject({ ok: true });
    if (checked.ok) expect(isNeutral(entry, checked.value)).toBe(false);
    for (const [key, value] of Object.entries(entry.sample.with ?? {}))
      expect(checkValue(entryOf(index, key), value)).toMatchObject({ ok: true });
  });

  it.each(entries.filter(([, { requires }]) => requires !== undefined))(
    '%s has a sample with the keys that it does nothing without',
    (_, entry) => {
      const written = entry.sample.with ?? {};
      // All the way down: canary-by-header-value needs canary-by-header, which needs canary.
      for (let needed = entry.requires; needed !== undefined; ) {
        const required = entryOf(index, needed);
        const checked = checkValue(required, written[needed] ?? '');
        expect(checked.ok && isNeutral(required, checked.value)).toBe(false);
        expect(Object.keys(written)).toContain(needed);
        needed = required.requires;
      }
    },
  );

  it.each(entries)('%s names the field that carries it, where something does', (_, { targets }) => {
    for (const target of verdictsOf(targets))
      if (isCarried(target) || target.field !== undefined) expect(target.field).toMatch(FIELD);
  });

  it.each(entries)('%s says what to do where it is lost', (_, { targets }) => {
    for (const { verdict, next } of verdictsOf(targets))
      if (verdict === 'unsupported' || verdict === 'manual') expect(next).toBeDefined();
  });

  it.each(index.keys.map((key) => [key]))('%s is explained with what it does and becomes', (key) => {
    const found = index.entry(key);
    const text = found === undefined ? '' : explainAnnotation(found, index.mapping);
    const words = text.replace(/\s+/g, ' ');
    for (const part of [found?.entry.summary ?? key, 'Gateway API', 'OpenShift Route']) expect(words).toContain(part);
    expect(text).not.toMatch(/undefined|\[object/);
  });

  it('explains the keys of its ConfigMap', () => {
    for (const setting of settings) {
      const text = explainSetting(setting, index.mapping);
      expect(text).toContain(setting.key);
      expect(text).not.toMatch(/undefined|\[object/);
      if (setting.targets !== undefined) expectWords(setting.summary, setting.targets);
    }
  });

  it('lists keys as obsolete that today really are unknown', () => {
    expect(obsolete.filter(({ key }) => index.entry(key) !== undefined)).toEqual([]);
    for (const { summary } of obsolete) expect(summary).toMatch(/^[A-Z].*\.$/);
  });

  it.each(entries)('%s is checked at once, however long the value', (_, entry) => {
    for (const filler of [' ', '\n', 'a', '1', ',', ' a', 'a\n']) {
      const start = performance.now();
      checkValue(entry, `${filler.repeat(20_000)}\u0000`);
      // Two milliseconds are usual; an expression that tries all ways would take longer than the universe lasts.
      expect(performance.now() - start).toBeLessThan(4000);
    }
  });
});
