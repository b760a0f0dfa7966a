import { stat } from 'node:fs/promises';
import type { KubernetesObject } from '../conversion.js';
import type { Drift, EarlierObject } from '../differences/drift.js';
import { inputTexts } from '../manifests/files.js';
import { plainObjects } from '../manifests/plain-objects.js';
import { sourceDocuments } from '../tree/source-documents.js';
import { MARKER } from '../writing/write-files.js';
import { UsageError } from './usage-error.js';

/**
 * Reads manifests of an earlier run. In a file that the user names, all that stands there came out of it; in a directory,
 * what stands in files that begin with the marker of routeshift, or in documents that carry its mark.
 *
 * @throws UsageError when there is no such file or directory
 */
export async function readEarlier(
  path: string,
): Promise<{ readonly objects: EarlierObject[]; readonly problems: Drift['problems'] }> {
  const isNamed = path !== '-' && (await stat(path).catch(() => undefined))?.isDirectory() === false;
  const objects: EarlierObject[] = [];
  const problems: Drift['problems'][number][] = [];
  for await (const { text, problem } of inputTexts([path])) {
    if (text === undefined) {
      if (problem.code === 'RS0111') throw new UsageError(`--against ${path}: ${problem.message}`);
      problems.push({ file: problem.source.file, line: problem.source.line, message: problem.message });
      continue;
    }
    const { file } = text;
    const isOurFile = isNamed || text.text.startsWith(MARKER);
    const marked = new Set(sourceDocuments(text.text).flatMap(({ mark, from }) => (mark === undefined ? [] : [from])));
    const read = plainObjects(file, text.text);
    for (const { line, message } of read.faults) problems.push({ file, line, message });
    for (const { content, line, from } of read.objects) {
      const object = objectOf(content);
      if (object !== undefined)
        objects.push({ object, sources: [`${file}:${line}`], isOurs: isOurFile || marked.has(from) });
    }
  }
  return { objects, problems };
}

function objectOf(content: Readonly<Record<string, unknown>>): KubernetesObject | undefined {
  const { apiVersion, kind, metadata } = content;
  if (typeof apiVersion !== 'string' || typeof kind !== 'string') return undefined;
  if (typeof metadata !== 'object' || metadata === null || !('name' in metadata)) return undefined;
  if (typeof metadata.name !== 'string') return undefined;
  const namespace = 'namespace' in metadata ? metadata.namespace : undefined;
  if (namespace !== undefined && typeof namespace !== 'string') return undefined;
  return { ...content, apiVersion, kind, metadata: { ...metadata, name: metadata.name, namespace } };
}
