import { existsSync, readFileSync } from 'node:fs';
import { load } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import type { Scope, ValueKind } from '../../src/mappings/mapping.js';
import { nginxInc } from '../../src/mappings/nginx-inc.js';

const REFERENCE = new URL('../../../shared/reference/nginx-inc-annotations.yaml', import.meta.url);
const present = existsSync(REFERENCE);

interface ReferenceEntry {
  readonly key: string;
  readonly type: string;
  readonly scope: 'host' | 'ingress' | 'service';
  readonly source: string;
  readonly configmap_key?: string;
  readonly invalid_value_behaviour: string;
}

function readReference(): ReferenceEntry[] {
  return present ? (load(readFileSync(REFERENCE, 'utf8')) as ReferenceEntry[]) : [];
}

/** The words with which the reference begins its types; all others are texts of some grammar. */
const KINDS: readonly (readonly [string, ValueKind])[] = [
  ['bool (Plus', 'string'],
  ['bool', 'bool'],
  ['int', 'int'],
  ['enum', 'enum'],
  ['301|302', 'enum'],
  ['status', 'int'],
  ['comma list', 'csv'],
  ['codes', 'csv'],
  ['Name', 'csv'],
  ['secret name', 'secret'],
  ['NGINX offset', 'size'],
  ['NGINX size', 'size'],
  ['size', 'size'],
  ['NGINX text', 'snippet'],
  ['URL', 'url'],
];

const SCOPES: Readonly<Record<ReferenceEntry['scope'], Scope>> = {
  host: 'host',
  ingress: 'location',
  service: 'upstream',
};

/** One value takes the whole Ingress away, except where the reference says that the key alone is passed over. */
const PASSED_OVER = /^(Bad value: only logged|Not validated|Other value: not processed|Needs -enable-internal-routes)/;

describe.skipIf(!present)(
  'the mapping of the NGINX Ingress Controller and ../shared/reference (skipped where that folder is absent)',
  () => {
    const reference = readReference();

    it('know the same keys', () => {
      expect([...nginxInc.keys].sort()).toEqual(reference.map(({ key }) => key).sort());
    });

    it.each(reference.map((entry) => [entry.key, entry] as const))('agree about %s', (key, theirs) => {
      const ours = nginxInc.entry(key)?.entry;
      expect(ours?.kind).toBe(KINDS.find(([start]) => theirs.type.startsWith(start))?.[1] ?? 'string');
      if (theirs.type.startsWith('enum')) expect(ours?.values).toEqual(theirs.type.slice('enum '.length).split('|'));
      expect(ours?.scope).toBe(key === 'kubernetes.io/ingress.class' ? 'ingress' : SCOPES[theirs.scope]);
      expect(ours?.configmapKey).toBe(theirs.configmap_key);
      expect(ours?.invalid).toBe(PASSED_OVER.test(theirs.invalid_value_behaviour) ? 'ignored' : 'rejected');
    });
  },
);
