import { existsSync, readFileSync } from 'node:fs';
import { load } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { haproxyIngress } from '../../src/mappings/haproxy-ingress.js';
import type { Scope } from '../../src/mappings/mapping.js';

const REFERENCE = new URL('../../../shared/reference/haproxy-ingress-annotations.yaml', import.meta.url);
const present = existsSync(REFERENCE);
const PREFIX = 'haproxy-ingress.github.io/';

interface ReferenceEntry {
  readonly key: string;
  readonly type: string;
  readonly default: unknown;
  readonly controller_scope: string;
  readonly settable_on: readonly string[];
  readonly versions?: string;
}

function readReference(): ReferenceEntry[] {
  return present ? (load(readFileSync(REFERENCE, 'utf8')) as ReferenceEntry[]) : [];
}

/** Annotations that every controller looks at, under a prefix of Kubernetes. */
const OF_KUBERNETES = ['kubernetes.io/ingress.class', 'kubernetes.io/tls-acme'];

const SCOPES: Readonly<Record<string, readonly Scope[]>> = {
  TCP: ['ingress'],
  Host: ['host'],
  Backend: ['upstream'],
  // path-type is read for all paths of an Ingress at once.
  Path: ['location', 'ingress'],
  Frontend: ['controller', 'ingress'],
};

/** Keys that have an older name in the mapping, where the reference has an entry for each name. */
const OLDER_NAMES = ['bind-fronting-proxy', 'blue-green-deploy', 'config-backend', 'whitelist-source-range'];

/** In the ConfigMap these do nothing (annotations/backend.go, host.go return where a value has no source); the reference says otherwise. */
const ANNOTATION_ONLY = [
  'affinity',
  'auth-realm',
  'auth-tls-secret',
  'blue-green-balance',
  'oauth',
  'oauth-uri-prefix',
  'proxy-protocol',
  'ssl-passthrough-http-port',
];

describe.skipIf(!present)(
  'the mapping of HAProxy Ingress and ../shared/reference (skipped where that folder is absent)',
  () => {
    const reference = readReference();
    const annotations = reference.filter(({ key }) => key.startsWith(PREFIX));
    const nameOf = ({ key }: ReferenceEntry): string => key.slice(PREFIX.length);

    it('know the same annotations, and the same keys of the ConfigMap alone', () => {
      expect([...haproxyIngress.keys].sort()).toEqual(annotations.map(nameOf).sort());
      const others = reference.map(({ key }) => key).filter((key) => !key.startsWith(PREFIX));
      expect(haproxyIngress.mapping.settings.map(({ key }) => key).sort()).toEqual(
        others.filter((key) => !OF_KUBERNETES.includes(key)).sort(),
      );
    });

    it.each(annotations.map((entry) => [nameOf(entry), entry] as const))('agree about %s', (key, theirs) => {
      const found = haproxyIngress.entry(key);
      const ours = found?.entry;
      expect(found?.alias).toBe(OLDER_NAMES.includes(key) ? key : undefined);
      expect(ours?.on).toEqual(theirs.settable_on.includes('service') ? ['Ingress', 'Service'] : undefined);
      expect(SCOPES[theirs.controller_scope]).toContain(ours?.scope);
      if (theirs.type === 'bool') expect(ours?.kind).toBe('bool');
      if (theirs.type === 'int') expect(ours?.kind).toBe('int');
      if (theirs.type === 'time') expect(ours?.kind).toBe('duration');
      if (theirs.type.startsWith('enum ')) {
        const values = theirs.type.replace(/^enum | or bool$/g, '').split('|');
        if (ours?.kind === 'enum') expect(ours.values).toEqual(expect.arrayContaining(values));
        else expect(key).toBe('dynamic-scaling');
      }
      if (theirs.type === 'bool') expect(ours?.default).toBe(String(theirs.default).replace(/ .*/, ''));
    });

    it.each(annotations.map((entry) => [nameOf(entry), entry] as const))(
      'agree about where a default for %s is set',
      (key, theirs) => {
        const entry = haproxyIngress.entry(key)?.entry;
        const isRead = !/^>= v0\.17/.test(theirs.versions ?? '') && !(entry?.key ?? '').startsWith('bind-');
        const isSet = theirs.settable_on.includes('configmap') && isRead && !ANNOTATION_ONLY.includes(entry?.key ?? '');
        if (isSet) expect(entry?.configmapKey).toBe(entry?.key);
        else expect(entry?.configmapKey).toBeUndefined();
      },
    );
  },
);
