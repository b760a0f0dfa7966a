import { existsSync, readFileSync } from 'node:fs';
import { load } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { ingressNginx } from '../../src/mappings/ingress-nginx.js';
import type { InvalidEffect, Scope, ValueKind } from '../../src/mappings/mapping.js';

const REFERENCE = new URL('../../../shared/reference/ingress-nginx-annotations.yaml', import.meta.url);
const present = existsSync(REFERENCE);

interface ReferenceEntry {
  readonly key: string;
  readonly type: string;
  readonly scope: string;
  readonly risk: string;
  readonly source: string;
  readonly alias_of?: string;
  readonly aliases?: readonly string[];
  readonly configmap_key?: string;
  readonly invalid_value_behaviour: string;
}

function readReference(): ReferenceEntry[] {
  return present ? (load(readFileSync(REFERENCE, 'utf8')) as ReferenceEntry[]) : [];
}

/** The words with which the reference begins its scopes. */
const SCOPES: readonly (readonly [string, Scope])[] = [
  ['location', 'location'],
  ['server/host', 'host'],
  ['upstream/service', 'upstream'],
  ['ingress (global stream block)', 'controller'],
  ['ingress', 'ingress'],
];

const KINDS: Readonly<Record<string, ValueKind>> = {
  'duration-seconds': 'seconds',
  'cidr-list': 'cidrs',
  'secret-ref': 'secret',
  'configmap-ref': 'configmap',
};

const EFFECTS: Readonly<Record<string, InvalidEffect>> = {
  ingress_rejected: 'rejected',
  denied_503: 'denied',
  group_dropped: 'group-dropped',
};

/** For these a wrong form, not a forbidden character, is what one meets; the reference has the rarer case first. */
const OTHER_MAIN_EFFECT = ['auth-tls-secret', 'proxy-ssl-secret'];

describe.skipIf(!present)('the mapping file and ../shared/reference (skipped where that folder is absent)', () => {
  const reference = readReference();
  const own = reference.filter((entry) => entry.alias_of === undefined);

  it('cover the same keys, older names included', () => {
    const expected = reference.map(({ key }) => key).sort();
    expect([...ingressNginx.keys].sort()).toEqual(expected);
  });

  it.each(own.map((entry) => [entry.key, entry] as const))('agree about %s', (key, theirs) => {
    const ours = ingressNginx.entry(key)?.entry;
    const kind = theirs.type.startsWith('enum:') ? 'enum' : (KINDS[theirs.type] ?? theirs.type);
    expect(ours?.kind).toBe(key.endsWith('-snippet') ? 'snippet' : kind);
    if (kind === 'enum') expect(ours?.values).toEqual(theirs.type.slice('enum:['.length, -1).split('|'));
    expect(ours?.risk).toBe(theirs.risk);
    expect(ours?.scope).toBe(SCOPES.find(([start]) => theirs.scope.startsWith(start))?.[1]);
    expect(ours?.source).toBe(theirs.source);
    expect(ours?.aliases).toEqual(theirs.aliases);
    expect(ours?.configmapKey).toBe(theirs.configmap_key);
    const effect = EFFECTS[theirs.invalid_value_behaviour.split(/[ :;]/)[0] ?? ''] ?? 'ignored';
    if (!OTHER_MAIN_EFFECT.includes(key)) expect(ours?.invalid).toBe(effect);
  });
});
