import { existsSync, readFileSync } from 'node:fs';
import { load } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import type { ValueKind } from '../../src/mappings/mapping.js';
import { openshift } from '../../src/mappings/openshift.js';

const REFERENCE = new URL('../../../shared/reference/openshift-route-annotations.yaml', import.meta.url);
const present = existsSync(REFERENCE);

interface ReferenceEntry {
  readonly key: string;
  readonly applies_to: 'both' | 'Route' | 'Ingress' | 'other';
  readonly honoured: boolean | string;
  readonly type: string;
  readonly range: unknown;
}

function readReference(): ReferenceEntry[] {
  return present ? (load(readFileSync(REFERENCE, 'utf8')) as ReferenceEntry[]) : [];
}

/** The words with which the reference begins its types. */
const KINDS: readonly (readonly [string, ValueKind])[] = [
  ['bool', 'bool'],
  ['enum', 'enum'],
  ['integer', 'int'],
  ['duration', 'duration'],
  ['space-separated', 'addresses'],
  ['Secret name', 'secret'],
  ['string "true"', 'enum'],
  ['string', 'string'],
  ['IngressClass object name', 'string'],
];

/** The reference has one entry for every annotation of ingress-nginx, which have a mapping of their own. */
const ALL_OF_NGINX = 'nginx.ingress.kubernetes.io/*';

describe.skipIf(!present)(
  'the mapping of OpenShift and ../shared/reference (skipped where that folder is absent)',
  () => {
    // One line of the reference may stand for several keys: prefix/{a,b}.
    const reference = readReference()
      .filter(({ key }) => key !== ALL_OF_NGINX)
      .flatMap((entry) => {
        const [, prefix = '', names] = /^(.*)\{(.*)\}$/.exec(entry.key) ?? [];
        return names === undefined ? [entry] : names.split(',').map((name) => ({ ...entry, key: prefix + name }));
      });
    const isObject = ({ applies_to }: ReferenceEntry): boolean => applies_to === 'other';
    const isRead = ({ honoured }: ReferenceEntry): boolean => honoured !== false && honoured !== 'prototype only';
    const keysOf = (entries: readonly ReferenceEntry[]) => entries.map(({ key }) => key).sort();

    it('know the same keys as read, as never read, and as those of other objects', () => {
      expect([...openshift.keys].sort()).toEqual(
        keysOf(reference.filter((entry) => !isObject(entry) && isRead(entry))),
      );
      expect(openshift.mapping.obsolete.map(({ key }) => key).sort()).toEqual(
        keysOf(reference.filter((entry) => !isObject(entry) && !isRead(entry))),
      );
      expect(openshift.mapping.elsewhere?.map(({ key }) => key).sort()).toEqual(keysOf(reference.filter(isObject)));
    });

    it.each(reference.filter((entry) => !isObject(entry) && isRead(entry)).map((entry) => [entry.key, entry] as const))(
      'agree about %s',
      (key, theirs) => {
        const ours = openshift.entry(key)?.entry;
        expect(ours?.kind).toBe(KINDS.find(([start]) => theirs.type.startsWith(start))?.[1]);
        expect(ours?.on).toEqual(theirs.applies_to === 'both' ? ['Ingress', 'Route'] : [theirs.applies_to]);
        if (theirs.type === 'enum') expect(ours?.values).toEqual(theirs.range);
      },
    );
  },
);
