import type { ConfigMap } from '../../kubernetes/companions.js';
import type { Inventory } from '../../kubernetes/inventory.js';

const PREFIX = 'patterns/';

/**
 * The ConfigMap whose values are files of patterns (--configmap-patternfiles), which no manifest names: the only one in the
 * input that holds a file which an Ingress asks for.
 */
export function patternFilesOf({ configMaps, ingresses }: Inventory): ConfigMap | undefined {
  const asked = new Set(
    ingresses.flatMap(({ meta: { annotations } }) =>
      Object.values(annotations)
        .filter((value) => value.startsWith(PREFIX))
        .map((value) => value.slice(PREFIX.length)),
    ),
  );
  const [found, ...others] = configMaps.filter(({ data }) => Object.keys(data).some((key) => asked.has(key)));
  return others.length === 0 ? found : undefined;
}

/** The lines of a file; comments and empty lines are none. Undefined for a file that nobody has shown. */
export function patternsIn(files: ConfigMap | undefined, path: string): readonly string[] | undefined {
  const text = files?.data[path.slice(PREFIX.length)];
  return text
    ?.split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
}
