import type { Conversion } from '../../src/conversion.js';
import { convert } from '../../src/convert.js';
import type { Item } from '../../src/ledger/verdict.js';
import { parseText } from '../../src/manifests/documents.js';
import { ingressNginx } from '../../src/mappings/ingress-nginx.js';
import type { AnnotationEntry } from '../../src/mappings/mapping.js';
import { type Channel, type ConvertOptions, DEFAULT_OPTIONS, keepsUsers, type TargetName } from '../../src/options.js';

/** The name of the Ingress whose annotations are looked at. */
export const SAMPLE_NAME = 'sample';

export interface SampleChanges {
  /** Instead of the key itself. */
  readonly key?: string | undefined;
  readonly value?: string | undefined;
  readonly to?: TargetName | undefined;
  readonly options?: Partial<ConvertOptions> | undefined;
  /** On top of the annotations that the sample needs anyway. */
  readonly further?: Readonly<Record<string, string>> | undefined;
}

/** The annotations of an entry's sample, by key without prefix. */
export function sampleAnnotations(entry: AnnotationEntry, changes: SampleChanges = {}): Record<string, string> {
  return {
    ...entry.sample.with,
    ...changes.further,
    [changes.key ?? entry.key]: changes.value ?? entry.sample.value,
  };
}

/** A minimal Ingress of the host app.example.com; a canary comes with the main Ingress without which it is nothing. */
export function ingressesWith(
  annotations: Readonly<Record<string, string>>,
  sample: Partial<AnnotationEntry['sample']> = {},
): unknown[] {
  const path = sample.path ?? '/';
  const ingresses = [ingress(SAMPLE_NAME, 'web', path, annotations, sample.tls === true)];
  if (annotations.canary !== undefined) ingresses.push(ingress('main', 'main', path, {}, sample.tls === true));
  return [...ingresses, ...(sample.objects ?? [])];
}

function ingress(
  name: string,
  service: string,
  path: string,
  annotations: Readonly<Record<string, string>>,
  tls: boolean,
): unknown {
  const written = Object.entries(annotations).map(([key, value]) => [`${ingressNginx.prefix}/${key}`, value] as const);
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: { name, namespace: 'default', annotations: Object.fromEntries(written) },
    spec: {
      ingressClassName: 'nginx',
      ...(tls ? { tls: [{ hosts: ['app.example.com'], secretName: 'app-tls' }] } : {}),
      rules: [
        {
          host: 'app.example.com',
          http: {
            paths: [
              {
                path,
                pathType: path === '/' ? 'Prefix' : 'ImplementationSpecific',
                backend: { service: { name: service, port: { number: 80 } } },
              },
            ],
          },
        },
      ],
    },
  };
}

/** Converts plain objects as if they stood in one file. */
export function convertObjects(
  objects: readonly unknown[],
  channel: Channel = 'standard',
  controllerConfig?: Readonly<Record<string, string>>,
  accept: readonly string[] = [],
  to: TargetName = 'gateway-api',
  further: Partial<ConvertOptions> = {},
): Conversion {
  const text = objects.map((object) => JSON.stringify(object, undefined, 1)).join('\n---\n');
  const options: ConvertOptions = {
    ...DEFAULT_OPTIONS,
    to,
    gatewayApiVersion: '1.5',
    channel,
    controllerConfig,
    accept,
    ...further,
  };
  const { manifests, problems } = parseText({ file: 'sample.yaml', text }, { keepUsers: keepsUsers(options) });
  return convert({ manifests, problems, inputs: 1 }, options);
}

/** Converts the sample of an entry, or a variation of it. */
export function convertSample(
  entry: AnnotationEntry,
  channel: Channel = 'standard',
  changes: SampleChanges = {},
): Conversion {
  const objects = ingressesWith(sampleAnnotations(entry, changes), entry.sample);
  return convertObjects(objects, channel, entry.sample.config, [], changes.to, changes.options);
}

/** The item of an annotation of the sample Ingress. */
export function annotationItem(conversion: Conversion, key: string): Item {
  const found = conversion.items.filter(
    (item) =>
      item.annotation === `${ingressNginx.prefix}/${key}` &&
      // Lines of snippets are items, too.
      item.field === 'metadata.annotations' &&
      item.object?.name === SAMPLE_NAME,
  );
  const [item] = found;
  if (item === undefined || found.length > 1) throw new Error(`${found.length} items of ${key}`);
  return item;
}

/** The rules of all emitted HTTPRoutes that are no plain redirects to https. */
export function publishedRules(conversion: Conversion): Record<string, unknown>[] {
  return conversion.emitted.flatMap(({ object }) =>
    object.kind === 'HTTPRoute' ? ((object.spec as { rules?: Record<string, unknown>[] }).rules ?? []) : [],
  );
}
