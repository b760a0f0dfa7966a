import type { HaproxytechInput } from '../behaviour/sources/haproxytech.js';
import type { Conversion } from '../conversion.js';
import type { Manifest, ObjectRef } from '../kubernetes/object.js';
import type { Item } from '../ledger/verdict.js';
import type { ConvertOptions } from '../options.js';
import { admitted } from './admitted.js';
import { type Fields, fieldsOf, textOf } from './fields.js';
import { placed, placedSecret } from './placed.js';

const CONTROLLER = 'haproxy.org/ingress-controller';
const USUAL = 'haproxy';
const CONFIG_MAPS = ['haproxy-kubernetes-ingress', 'haproxy-ingress-configmap', 'kubernetes-ingress'];

/**
 * What the model of HAProxy Technologies' controller is told: the objects as they are written, and what the conversion assumes
 * about the cluster. Services and Secrets that are not in the input exist, and the controller runs without --ingress.class.
 */
export function haproxytechSide(
  manifests: readonly Manifest[],
  conversion: Conversion,
  options: ConvertOptions,
): HaproxytechInput {
  const contents = (kind: string) =>
    manifests.filter(({ ref }) => ref.kind === kind).map((manifest) => placed(manifest, options.namespace));
  const refusedOf = refusedItems(conversion.items);
  const classes = contents('IngressClass').filter(({ spec }) => textOf(fieldsOf(spec).controller) !== '');
  const ingresses = manifests
    .filter(({ ref }) => ref.kind === 'Ingress')
    .map((manifest) => admitted(placed(manifest, options.namespace), refusedOf.get(manifest.ref) ?? []))
    .filter((content) => isWanted(content, classes, options));
  const given = options.defaultSslCertificate;
  return {
    ingresses,
    services: contents('Service'),
    secrets: manifests.filter(({ ref }) => ref.kind === 'Secret').map((one) => placedSecret(one, options.namespace)),
    configmaps: contents('ConfigMap'),
    ingressClasses: servedClasses(classes, options),
    controllerConfig: options.controllerConfig ?? foundConfig(manifests),
    flags: {
      ...(given === undefined ? {} : { defaultSslCertificate: `${given.namespace}/${given.name}` }),
      configmapPatternfiles: patternFiles(ingresses, contents('ConfigMap')),
    },
    assumeServicesExist: true,
    assumeSecretsExist: true,
  };
}

/** The one ConfigMap with a file that annotations ask for. */
function patternFiles(ingresses: readonly Fields[], configMaps: readonly Fields[]): string | undefined {
  const asked = ingresses
    .flatMap(({ metadata }) => Object.values(fieldsOf(fieldsOf(metadata).annotations)).map(textOf))
    .filter((value) => value.startsWith('patterns/'))
    .map((value) => value.slice('patterns/'.length));
  const found = configMaps.filter(({ data }) => asked.some((name) => name in fieldsOf(data)));
  const metadata = fieldsOf(found[0]?.metadata);
  return found.length === 1 ? `${textOf(metadata.namespace) || 'default'}/${textOf(metadata.name)}` : undefined;
}

/** Entries that the API server would refuse, by object. */
function refusedItems(items: readonly Item[]): ReadonlyMap<ObjectRef, readonly Item[]> {
  const found = new Map<ObjectRef, Item[]>();
  for (const item of items) {
    if (item.code !== 'RS0108' || item.severity !== 'error' || item.object === undefined) continue;
    const known = found.get(item.object);
    if (known === undefined) found.set(item.object, [item]);
    else known.push(item);
  }
  return found;
}

/** Whether the options leave an Ingress to this controller; a class of another one is for the model to see. */
function isWanted({ spec }: Fields, classes: readonly Fields[], options: ConvertOptions): boolean {
  const name = textOf(fieldsOf(spec).ingressClassName);
  if (name !== '') return options.ingressClasses.length === 0 || options.ingressClasses.includes(name);
  if (options.watchIngressWithoutClass !== undefined) return options.watchIngressWithoutClass;
  return options.ingressClasses.length === 0 || classes.some(isDefault);
}

function isDefault({ metadata }: Fields): boolean {
  return fieldsOf(fieldsOf(metadata).annotations)['ingressclass.kubernetes.io/is-default-class'] === 'true';
}

/** The classes of the input, those of the controller under its plain name, and those that the options name. */
function servedClasses(classes: readonly Fields[], options: ConvertOptions): Fields[] {
  const named = classes.map((one): Fields => {
    const controller = textOf(fieldsOf(one.spec).controller);
    const own = controller === CONTROLLER || controller.startsWith(`${CONTROLLER}/`);
    const { annotations: _, ...metadata } = fieldsOf(one.metadata);
    // Where class-less objects are asked for, the default class has no say.
    return {
      ...one,
      metadata: options.watchIngressWithoutClass === true ? metadata : one.metadata,
      spec: { controller: own ? CONTROLLER : controller },
    };
  });
  const known = new Set(classes.map(({ metadata }) => textOf(fieldsOf(metadata).name)));
  const wanted = options.ingressClasses.length === 0 ? [USUAL] : options.ingressClasses;
  const assumed = wanted
    .filter((name) => !known.has(name))
    .map((name) => ({ metadata: { name }, spec: { controller: CONTROLLER } }));
  return [...named, ...assumed];
}

function foundConfig(manifests: readonly Manifest[]): Readonly<Record<string, string>> | undefined {
  const maps = manifests.filter(({ ref }) => ref.kind === 'ConfigMap' && CONFIG_MAPS.includes(ref.name));
  const [first] = maps.sort((a, b) => (a.source.file < b.source.file ? -1 : 1) || a.source.line - b.source.line);
  if (first === undefined) return undefined;
  const data = Object.entries(fieldsOf(first.content.data));
  return Object.fromEntries(data.filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
}
