import type { HaproxyIngressInput } from '../behaviour/sources/haproxy-ingress.js';
import type { Manifest } from '../kubernetes/object.js';
import type { ConvertOptions, NamespacedName } from '../options.js';
import { type Fields, fieldsOf, textOf } from './fields.js';
import { placed, placedSecret } from './placed.js';

const CLASS_ANNOTATION = 'kubernetes.io/ingress.class';
const CONTROLLER = 'haproxy-ingress.github.io/controller';

/**
 * What the model of HAProxy Ingress is told: the objects as they are written, and what the options say about the controller.
 * Services and Secrets that are not in the input exist, as the conversion assumes.
 */
export function haproxyIngressSide(manifests: readonly Manifest[], options: ConvertOptions): HaproxyIngressInput {
  const contents = (kind: string): Fields[] =>
    manifests.filter(({ ref }) => ref.kind === kind).map((manifest) => placed(manifest, options.namespace));
  const classes = contents('IngressClass');
  const wanted = options.ingressClasses.length === 0 ? ['haproxy'] : options.ingressClasses;
  const known = new Set(classes.map(({ metadata }) => textOf(fieldsOf(metadata).name)));
  const assumed = wanted
    .filter((name) => !known.has(name))
    .map((name) => ({ metadata: { name }, spec: { controller: CONTROLLER } }));
  const [config] = manifests
    .filter(({ ref }) => ref.kind === 'ConfigMap' && ref.name === 'haproxy-ingress')
    .map(({ content }) => texts(fieldsOf(content.data)));
  return {
    ingresses: contents('Ingress').map((content) => withClass(content, wanted, classes, options)),
    services: contents('Service'),
    secrets: manifests
      .filter(({ ref }) => ref.kind === 'Secret')
      .map((secret) => placedSecret(secret, options.namespace)),
    configmaps: contents('ConfigMap'),
    ingressClasses: [...classes.map((one) => ownClass(one)), ...assumed],
    controllerConfig: options.controllerConfig ?? config,
    flags: {
      ingressClass: wanted[0],
      annotationPrefixes: options.annotationPrefix === undefined ? undefined : [options.annotationPrefix],
      defaultSslCertificate: nameOf(options.defaultSslCertificate),
      watchIngressWithoutClass: options.watchIngressWithoutClass === true,
    },
    assumeServicesExist: true,
    assumeSecretsExist: true,
  };
}

/** Classes of the controller with a suffix belong to another instance; the conversion takes them all. */
function ownClass(content: Fields): Fields {
  const controller = textOf(fieldsOf(content.spec).controller);
  return controller.startsWith(`${CONTROLLER}/`)
    ? { ...content, spec: { ...fieldsOf(content.spec), controller: CONTROLLER } }
    : content;
}

/** Class annotations that the options name count like that of the flag; what the conversion assumes is written out. */
function withClass(
  content: Fields,
  wanted: readonly string[],
  classes: readonly Fields[],
  options: ConvertOptions,
): Fields {
  const metadata = fieldsOf(content.metadata);
  const annotations = fieldsOf(metadata.annotations);
  const annotation = annotations[CLASS_ANNOTATION];
  const place = (value: Fields): Fields => ({ ...content, metadata: { ...metadata, annotations: value } });
  if (typeof annotation === 'string' && annotation !== '')
    return wanted.includes(annotation) ? place({ ...annotations, [CLASS_ANNOTATION]: wanted[0] }) : content;
  const { [CLASS_ANNOTATION]: _empty, ...others } = annotations;
  if (typeof fieldsOf(content.spec).ingressClassName === 'string' || options.watchIngressWithoutClass === true)
    return place(others);
  const byDefault = classes.find(
    ({ metadata: meta }) =>
      fieldsOf(fieldsOf(meta).annotations)['ingressclass.kubernetes.io/is-default-class'] === 'true',
  );
  if (byDefault !== undefined) {
    const className = fieldsOf(byDefault.metadata).name;
    return { ...place(others), spec: { ...fieldsOf(content.spec), ingressClassName: className } };
  }
  const carries = Object.keys(annotations).some((key) => key.startsWith('haproxy-ingress.github.io/'));
  return carries && options.watchIngressWithoutClass === undefined
    ? place({ ...others, [CLASS_ANNOTATION]: wanted[0] })
    : place(others);
}

function texts(data: Fields): Record<string, string> {
  return Object.fromEntries(
    Object.entries(data).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}

function nameOf(value: NamespacedName | undefined): string | undefined {
  return value === undefined ? undefined : `${value.namespace}/${value.name}`;
}
