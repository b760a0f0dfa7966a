import { existsSync, readFileSync } from 'node:fs';
import { load } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { haproxytech } from '../../src/mappings/haproxytech.js';
import type { ObjectKind, Scope } from '../../src/mappings/mapping.js';

const REFERENCE = new URL('../../../shared/reference/haproxytech-annotations.yaml', import.meta.url);
const present = existsSync(REFERENCE);

interface ReferenceEntry {
  readonly key: string;
  readonly group: string;
  readonly type: string;
  readonly default: string | null;
  readonly scope: 'ingress' | 'service' | 'global';
  readonly settable_on: readonly ('ingress' | 'service' | 'configmap')[];
  readonly source: string;
}

const reference = present ? (load(readFileSync(REFERENCE, 'utf8')) as ReferenceEntry[]) : [];
const prefix = 'haproxy.org/';

/** No longer read on an Ingress. */
const old = 'ingress.class';
const SCOPES: Readonly<Record<string, Scope>> = { ingress: 'ingress', service: 'upstream' };

/** Where nothing is said, a key is read on an Ingress. */
function placesOf({ settable_on: places }: ReferenceEntry): readonly ObjectKind[] | undefined {
  const onIngress = places.includes('ingress');
  if (!places.includes('service')) return undefined;
  return onIngress ? ['Ingress', 'Service'] : ['Service'];
}

describe.skipIf(!present)('the mapping of haproxytech and ../shared/reference (skipped where it is absent)', () => {
  const keys = reference.filter(({ key }) => key.startsWith(prefix));
  const read = keys
    .map((entry) => ({ ...entry, key: entry.key.slice(prefix.length) }))
    .filter(({ key }) => key !== old);
  const global = reference.filter(({ scope }) => scope === 'global');

  it('know the same keys, everywhere', () => {
    expect([...haproxytech.keys].sort()).toEqual(read.map(({ key }) => key).sort());
    expect(haproxytech.mapping.settings.map(({ key }) => key).sort()).toEqual(global.map(({ key }) => key).sort());
    expect(haproxytech.mapping.obsolete.map(({ key }) => key)).toEqual([old]);
    const others = reference.filter(({ key, scope }) => !key.startsWith(prefix) && scope !== 'global');
    expect(haproxytech.mapping.elsewhere?.map(({ key }) => key)).toEqual(others.flatMap(({ key }) => key.split(', ')));
  });

  it.each(read.map((entry) => [entry.key, entry] as const))('agree about %s', (key, theirs) => {
    const found = haproxytech.entry(key);
    const ours = found?.entry;
    expect(ours?.group).toBe(theirs.group);
    expect(ours?.scope).toBe(SCOPES[theirs.scope]);
    expect(theirs.source).toContain(ours?.source);
    // An old name stands on the same objects, and the ConfigMap knows it by itself.
    if (theirs.settable_on.includes('configmap')) expect(ours?.configmapKey).toBe(ours?.key);
    else expect(ours?.configmapKey).toBeUndefined();
    expect(ours?.on).toEqual(placesOf(theirs));
    if (theirs.type === 'true') expect(ours?.values?.[0]).toBe('true');
    if (theirs.type === 'bool') expect(ours?.kind).toBe('switch');
  });

  it.each(global.map((entry) => [entry.key, entry] as const))('agree about %s of the ConfigMap', (key, theirs) => {
    const ours = haproxytech.setting(key);
    expect(ours?.default).toBe(theirs.default ?? 'none');
    expect(theirs.source).toContain(ours?.source);
  });
});
