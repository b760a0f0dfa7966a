import { referenceEnd } from '../../certificates.js';
import type { ReferenceEnd } from '../../grants.js';
import type { KubeObject } from '../../objects.js';
import { type Fields, fields, stringMap } from '../../reading.js';
import type { PlaneContext } from '../implementation.js';

/** A Secret or ConfigMap that a policy names. */
export type Referenced =
  | { readonly key: string /** Undefined where it is taken to exist. */; readonly object: KubeObject | undefined }
  | { readonly problem: string };

/** Follows a reference of a policy to a Secret or ConfigMap: kind, permission, existence. */
export function follow(
  reference: Fields,
  owner: ReferenceEnd,
  context: PlaneContext,
  kinds: readonly string[] = ['Secret'],
): Referenced {
  const to = referenceEnd(reference, '', kinds[0] ?? 'Secret', owner.namespace);
  const key = `${to.namespace}/${to.name}`;
  if (to.group !== '' || !kinds.includes(to.kind)) return { problem: `InvalidKind: ${to.kind} ${key}` };
  if (!context.permits(owner, to)) return { problem: `RefNotPermitted: ${to.kind} ${key}` };
  const object = context.objects.find('', to.kind, to.namespace, to.name);
  const assumed = to.kind === 'Secret' ? context.assumeSecretsExist : context.assumeConfigMapsExist;
  return object === undefined && !assumed ? { problem: `${to.kind} ${key} not found` } : { key, object };
}

/** The text under a key of a Secret or ConfigMap; bytes that are not ASCII are of no concern to those who ask. */
export function textAt({ kind, content }: KubeObject, key: string): string | undefined {
  const plain = stringMap(kind === 'Secret' ? content.stringData : content.data).get(key);
  const encoded = kind === 'Secret' ? stringMap(fields(content).data).get(key) : undefined;
  if (plain !== undefined || encoded === undefined) return plain;
  try {
    return atob(encoded.replace(/\s+/g, ''));
  } catch {
    return undefined;
  }
}

/** Names of the keys that a Secret has. */
export function keysOf({ content }: KubeObject): readonly string[] {
  return [...new Set([...stringMap(content.data).keys(), ...stringMap(content.stringData).keys()])];
}

/** The lines of an htpasswd file that name a user. */
export function passwordLines(text: string): readonly string[] {
  return text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
}
