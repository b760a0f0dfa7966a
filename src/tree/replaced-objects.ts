import type { EmittedObject } from '../conversion.js';
import { formatRef, type ObjectRef } from '../kubernetes/object.js';
import type { Item } from '../ledger/verdict.js';
import type { NamespacedName } from '../options.js';
import { itemOf } from './remark.js';
import { sourceDocuments } from './source-documents.js';
import type { SourceObjects } from './source-objects.js';
import { isShared } from './standing.js';
import type { Tree } from './tree.js';

/** The objects in the place of sources that are gone, each as `kind namespace/name`. */
export function replacedObjects(text: string): string[] {
  return sourceDocuments(text).flatMap(({ from, to, mark }) => {
    if (mark?.kind !== 'replaced') return [];
    const id = idIn(text.slice(from, to));
    return id === undefined ? [] : [id];
  });
}

/** The Gateways in the files that earlier runs wrote, as far as they have a namespace. */
export function earlierGateways({ own }: Tree): NamespacedName[] {
  const ids = [...own.values()].flatMap((text) =>
    sourceDocuments(text).flatMap(({ from, to }) => idIn(text.slice(from, to)) ?? []),
  );
  return [...new Set(ids)].flatMap((id) => {
    const [, namespace, name] = /^Gateway ([^/]+)\/(.+)$/.exec(id) ?? [];
    return namespace === undefined || name === undefined ? [] : [{ namespace, name }];
  });
}

/** What is ours is written in one style; what somebody changed beyond that is theirs. */
function idIn(document: string): string | undefined {
  const kind = /^kind: (\S+)\r?$/m.exec(document)?.[1];
  const metadata = /^metadata:\r?\n((?: .*\n?)*)/m.exec(document)?.[1] ?? '';
  const name = /^ {2}name: (\S+)\r?$/m.exec(metadata)?.[1];
  const namespace = /^ {2}namespace: (\S+)\r?$/m.exec(metadata)?.[1];
  return kind === undefined || name === undefined ? undefined : idOf({ kind, namespace, name });
}

function idOf({ kind, namespace, name }: Pick<ObjectRef, 'kind' | 'namespace' | 'name'>): string {
  return `${kind} ${namespace ?? ''}/${name}`;
}

/**
 * Says which objects stand in the tree already, made of sources that an earlier run replaced: this run cannot make them
 * again, and of two objects of one name the one that is applied last is all that is left.
 */
export function sayTwice({ replaced }: Tree, emitted: readonly EmittedObject[], objects: SourceObjects): Item[] {
  return emitted.flatMap((one) => {
    const { kind, metadata } = one.object;
    const file = isShared(one) ? undefined : replaced.get(idOf({ kind, ...metadata }));
    const [first] = one.origins.flatMap((origin) => objects.of(origin) ?? []);
    if (file === undefined || first === undefined) return [];
    const { ref, source } = first.manifest;
    const what = formatRef({
      apiVersion: one.object.apiVersion,
      kind,
      name: metadata.name,
      namespace: metadata.namespace,
    });
    const message = `${what} stands in ${file} already, where an earlier run wrote it; of two objects of one name only the one that is applied last is left`;
    return [itemOf({ code: 'RS2313', object: ref, source, message })];
  });
}
