import type { IngressNginxFlags, IngressNginxInput } from '../behaviour/sources/ingress-nginx.js';
import type { Conversion } from '../conversion.js';
import { isControllerConfigMap } from '../kubernetes/controller-config-map.js';
import { isClusterIngress } from '../kubernetes/ingress-controller.js';
import type { Manifest, ObjectRef } from '../kubernetes/object.js';
import type { Item } from '../ledger/verdict.js';
import type { ConvertOptions, NamespacedName } from '../options.js';
import { admitted } from './admitted.js';
import { type Fields, fieldsOf, textOf } from './fields.js';
import { placed, placedSecret } from './placed.js';

const CLASS_ANNOTATION = 'kubernetes.io/ingress.class';
const DEFAULT_CLASS_ANNOTATION = 'ingressclass.kubernetes.io/is-default-class';
const DEFAULT_PREFIX = 'nginx.ingress.kubernetes.io';

/**
 * What the model of ingress-nginx is told: the objects as they are written, and what the options say or assume about the
 * controller and its cluster. The assumptions are those of the conversion, which reports them: Services, Secrets and
 * ConfigMaps that are not in the input exist, TLS passthrough is on, and without a configuration what is plainly in use is
 * allowed. Everything else the model works out by itself.
 */
export function ingressNginxSide(
  manifests: readonly Manifest[],
  conversion: Conversion,
  options: ConvertOptions,
): IngressNginxInput {
  const contents = (kind: string) =>
    manifests.filter(({ ref }) => ref.kind === kind).map((manifest) => placed(manifest, options.namespace));
  const refusedOf = refusedItems(conversion.items);
  const config = options.controllerConfig ?? foundConfig(manifests);
  // One that names no controller is refused, and its name is as good as any other.
  const classes = manifests
    .filter(({ ref, content }) => ref.kind === 'IngressClass' && textOf(fieldsOf(content.spec).controller) !== '')
    .map(({ content }) => content);
  const ingresses = manifests
    .filter((manifest) => manifest.ref.kind === 'Ingress' && !isClusterIngress(manifest))
    .map((manifest) => admitted(placed(manifest, options.namespace), refusedOf.get(manifest.ref) ?? []))
    .flatMap((content) => withClass(content, classes, options));
  const services = contents('Service');
  const flags = flagsOf(options);
  return {
    ingresses,
    services: [...services, ...defaultService(services, options)],
    secrets: manifests
      .filter(({ ref }) => ref.kind === 'Secret')
      .map((secret) => placedSecret(secret, options.namespace)),
    configmaps: contents('ConfigMap'),
    ingressClasses: [...classes, ...assumedClasses(classes, options)],
    controllerConfig: config,
    // Where nothing was converted, nothing is said either of what the controller does all by itself.
    flags: conversion.emitted.length === 0 ? { ...flags, defaultBackendService: undefined } : flags,
    assumeServicesExist: true,
    assumeSecretsExist: true,
    assumeConfigMapsExist: true,
    assumeHeadersAllowed: config === undefined,
    assumeSnippetsAllowed: config === undefined,
  };
}

/** The reports of entries that the API server would refuse, by object. */
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

function flagsOf(options: ConvertOptions): IngressNginxFlags {
  const name = (value: NamespacedName | undefined) =>
    value === undefined ? undefined : `${value.namespace}/${value.name}`;
  return {
    ingressClass: options.ingressClasses[0] ?? 'nginx',
    watchIngressWithoutClass: true,
    disableCatchAll: options.disableCatchAll,
    annotationsPrefix: options.annotationPrefix,
    enableSslPassthrough: true,
    defaultSslCertificate: name(options.defaultSslCertificate),
    defaultBackendService: name(options.defaultBackendService),
  };
}

/** The Service behind `--default-backend-service` with the port that the option gives, if the input does not hold it. */
function defaultService(services: readonly Fields[], { defaultBackendService: wanted }: ConvertOptions): Fields[] {
  if (wanted === undefined) return [];
  const isIt = ({ name, namespace }: Fields) => name === wanted.name && (namespace ?? 'default') === wanted.namespace;
  if (services.some((service) => isIt(fieldsOf(service.metadata)))) return [];
  const { name, namespace, port = 80 } = wanted;
  return [{ metadata: { name, namespace }, spec: { ports: [{ port }] } }];
}

/** The settings of the controller, if the input holds them. */
function foundConfig(manifests: readonly Manifest[]): Readonly<Record<string, string>> | undefined {
  const maps = manifests.filter(({ ref }) => ref.kind === 'ConfigMap' && isControllerConfigMap(ref.name));
  const [first] = maps.sort((a, b) => (a.source.file < b.source.file ? -1 : 1) || a.source.line - b.source.line);
  if (first === undefined) return undefined;
  const data = Object.entries(fieldsOf(first.content.data)).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  );
  return Object.fromEntries(data);
}

/** The classes that the options name and the input does not hold; without a name, `nginx`. */
function assumedClasses(classes: readonly Fields[], options: ConvertOptions): Fields[] {
  const known = new Set(classes.map((one) => fieldsOf(one.metadata).name));
  const wanted = options.ingressClasses.length === 0 ? ['nginx'] : options.ingressClasses;
  return wanted
    .filter((name) => !known.has(name))
    .map((name) => ({ metadata: { name }, spec: { controller: 'k8s.io/ingress-nginx' } }));
}

/**
 * An Ingress with the class by which it is served, as a list; empty where the options exclude it. The default class is what
 * the API server writes into an object without one; that annotations of the controller count as a class is assumed.
 */
function withClass(content: Fields, classes: readonly Fields[], options: ConvertOptions): Fields[] {
  const spec = fieldsOf(content.spec);
  const wanted = options.ingressClasses.length === 0 ? ['nginx'] : options.ingressClasses;
  const { ingressClassName: name } = spec;
  if (typeof name === 'string') {
    // Without a wish, every class that belongs to the controller; the name of a class means nothing to it.
    const isOurs = options.ingressClasses.length === 0 && classes.some((one) => fieldsOf(one.metadata).name === name);
    return wanted.includes(name) || isOurs ? [content] : [];
  }
  const annotations = fieldsOf(fieldsOf(content.metadata).annotations);
  const annotation = annotations[CLASS_ANNOTATION];
  const ofClass = (name: unknown) => [{ ...content, spec: { ...spec, ingressClassName: name } }];
  if (typeof annotation === 'string' && annotation !== '') {
    // The controller compares it with one name, whatever class has that name; of several controllers, each has its own.
    const asFirst = { ...annotations, [CLASS_ANNOTATION]: wanted[0] };
    const own = { ...content, metadata: { ...fieldsOf(content.metadata), annotations: asFirst } };
    return wanted.includes(annotation) ? [own] : [];
  }
  const { [CLASS_ANNOTATION]: _empty, ...others } = annotations;
  const plain = { ...content, metadata: { ...fieldsOf(content.metadata), annotations: others } };
  if (options.watchIngressWithoutClass === true) return [plain];
  const byDefault = defaultClass(classes);
  if (byDefault !== undefined) return ofClass(byDefault);
  const prefix = options.annotationPrefix ?? DEFAULT_PREFIX;
  const carries = Object.keys(annotations).some((key) => key.startsWith(`${prefix}/`));
  return options.watchIngressWithoutClass === undefined && carries ? [plain] : [];
}

function defaultClass(classes: readonly Fields[]): string | undefined {
  const names = classes
    .filter((one) => fieldsOf(fieldsOf(one.metadata).annotations)[DEFAULT_CLASS_ANNOTATION] === 'true')
    .map((one) => String(fieldsOf(one.metadata).name));
  return names.sort()[0];
}
