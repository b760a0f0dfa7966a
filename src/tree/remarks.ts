import { formatRef } from '../kubernetes/object.js';
import type { Item } from '../ledger/verdict.js';
import { shortened } from './marks.js';
import type { OwnFile } from './own-file.js';
import type { Mirror } from './plan-write.js';
import { itemOf, startOf } from './remark.js';
import type { SourceObject, SourceObjects } from './source-objects.js';
import type { Reason } from './standing.js';
import type { Tree } from './tree.js';

/** Which objects stay where the others were replaced, and why. */
export function sayKept(kept: ReadonlyMap<SourceObject, Reason>): Item[] {
  return [...kept].flatMap(([object, reason]) => keptItem(object, reason) ?? []);
}

function keptItem(object: SourceObject, reason: Reason): Item | undefined {
  const { ref, source } = object.manifest;
  // What nothing was made of has its own finding, unless others stay because of it.
  if (reason.kind === 'nothing' || (reason.kind !== 'rivals' && object.emitted.length === 0)) return undefined;
  const say = (code: 'RS2301' | 'RS2302' | 'RS2303', why: string) =>
    itemOf({
      code,
      object: ref,
      source,
      message: `stays in its file: ${why}. What was converted of it is written as well`,
    });
  switch (reason.kind) {
    case 'rivals':
      return itemOf({
        code: 'RS2301',
        object: ref,
        source,
        message:
          reason.by === undefined
            ? 'stays in its file, and so do those of its hosts: nothing was made of it beside them, and without them it may be served'
            : `stays in its file, and so do those of its hosts: others serve what it names (${reason.by.code}), and without them it would be served`,
        next: 'Remove what is never served, and run again.',
      });
    case 'withheld':
      return say('RS2301', 'rules of it are withheld');
    case 'error':
      return say('RS2301', `there is an error about it (${object.error?.code})`);
    case 'certificate':
      return say('RS2301', 'its certificate stands nowhere else (RS2114)');
    case 'patched':
      return say('RS2301', 'a kustomization patches it');
    case 'neighbour': {
      const { manifest, file } = reason.of;
      return say('RS2302', `it acts together with ${formatRef(manifest.ref)} (${file.file}), which stays`);
    }
    case 'shape':
      return say('RS2303', shapeOf(object));
  }
}

function shapeOf({ file, document }: SourceObject): string {
  switch (file.untouchable) {
    case 'link':
      return 'the file is a symbolic link, and links are not written through';
    case 'utf-16':
      return 'the file is UTF-16';
    case 'json':
      return 'the file is JSON, which cannot hold several objects';
    case undefined:
      return document.isDelimited
        ? 'it is not a document of its own (an item of a List or Template, or nothing that can be told apart for certain)'
        : 'it is one of a stream of JSON objects';
  }
}

/** Where objects went that no file alone accounts for. */
export function sayShared(files: ReadonlyMap<string, OwnFile>, objects: SourceObjects): Item[] {
  return [...files].flatMap(([file, { emitted, sources }]) => {
    if (sources.size < 2) return [];
    return emitted.flatMap(({ object, origins }) => {
      const [first] = origins.flatMap((origin) => objects.of(origin) ?? []);
      if (first === undefined) return [];
      const { ref, source } = first.manifest;
      const what = `${object.kind} ${object.metadata.name}`;
      const from = shortened([...sources].sort()).join(', ');
      return [itemOf({ code: 'RS2300', object: ref, source, message: `${what} is made of ${from}; it is in ${file}` })];
    });
  });
}

/** Files of earlier runs that this one does not write. */
export function sayStale(
  { earlier, nameOf }: Pick<Mirror, 'earlier' | 'nameOf'>,
  files: ReadonlyMap<string, OwnFile>,
): Item[] {
  return [...earlier]
    .filter((file) => !files.has(file))
    .sort()
    .map((file) =>
      itemOf({
        code: 'RS2309',
        source: startOf(nameOf(file)),
        message: 'an earlier run wrote this file, and this one does not',
      }),
    );
}

/** Patches that were not taken for objects. */
export function sayPatchFiles({ patchFiles, nameOf }: Tree): Item[] {
  return patchFiles.map((file) =>
    itemOf({
      code: 'RS2311',
      verdict: 'redundant',
      source: startOf(nameOf(file)),
      message: 'a patch of a kustomization; it was not converted',
    }),
  );
}
