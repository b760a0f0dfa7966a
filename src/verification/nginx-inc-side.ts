import type { NginxIncInput } from '../behaviour/sources/nginx-inc.js';
import type { Conversion } from '../conversion.js';
import { isNginxIncConfigMap } from '../kubernetes/controller-config-map.js';
import type { Manifest } from '../kubernetes/object.js';
import type { ConvertOptions } from '../options.js';
import { type Fields, fieldsOf, textOf } from './fields.js';
import { placed } from './placed.js';

const CLASS_ANNOTATION = 'kubernetes.io/ingress.class';
const DEFAULT_CLASS_ANNOTATION = 'ingressclass.kubernetes.io/is-default-class';
const CONTROLLER = 'nginx.org/ingress-controller';
const OWN_PREFIX = /^(?:nginx\.org|nginx\.com|appprotect\.f5\.com|appprotectdos\.f5\.com|nsm\.nginx\.com)\//;
const PLUS_PREFIX = /^(?:nginx\.com|appprotect\.f5\.com|appprotectdos\.f5\.com)\//;

/**
 * What the model of F5's controller is told: the objects as they are written, and what the conversion assumes and reports
 * about the controller and its cluster: Services and Secrets that are not in the input exist, and what is plainly in use
 * (snippets, NGINX Plus, a certificate for hosts without a Secret) is there.
 */
export function nginxIncSide(
  manifests: readonly Manifest[],
  conversion: Conversion,
  options: ConvertOptions,
): NginxIncInput {
  const sorted = [...manifests].sort(
    (a, b) =>
      (a.source.file === b.source.file ? 0 : a.source.file < b.source.file ? -1 : 1) ||
      a.source.line - b.source.line ||
      a.source.column - b.source.column,
  );
  const contents = (kind: string) =>
    sorted.filter(({ ref }) => ref.kind === kind).map((manifest) => placed(manifest, options.namespace));
  const classes = sorted
    .filter(({ ref, content }) => ref.kind === 'IngressClass' && textOf(fieldsOf(content.spec).controller) !== '')
    .map(({ content }) => content);
  const own = ownClasses(classes, options);
  // What the API server would refuse is not there at all.
  const refused = new Set(
    conversion.items.flatMap(({ code, severity, object }) =>
      code === 'RS0108' && severity === 'error' && object !== undefined ? [object] : [],
    ),
  );
  const seen = new Set<string>();
  const ingresses = sorted
    .filter(({ ref }) => ref.kind === 'Ingress' && !refused.has(ref))
    .map((manifest) => placed(manifest, options.namespace))
    .flatMap((content) => withClass(content, classes, own, options))
    .filter((content) => {
      // The cluster holds one object of a name.
      const metadata = fieldsOf(content.metadata);
      const key = `${textOf(metadata.namespace) || 'default'}/${textOf(metadata.name)}`;
      if (seen.has(key)) return false;
      seen.add(key);
      return true;
    });
  const custom = ['VirtualServer', 'TransportServer', 'Policy'].flatMap(contents).map((one) => renamed(one, own));
  return {
    ingresses,
    customResources: custom,
    services: contents('Service'),
    secrets: contents('Secret'),
    controllerConfig: options.controllerConfig ?? foundConfig(sorted),
    flags: {
      ingressClass: ONE_CLASS,
      plus: ingresses.some((ingress) => keysOf(ingress).some((key) => PLUS_PREFIX.test(key))),
      wildcardTlsSecret: 'default',
    },
    assumeServicesExist: true,
    assumeSecretsExist: true,
    assumeSnippetsAllowed: true,
  };
}

/** The model knows one name; all that are the controller's are brought to it. */
const ONE_CLASS = 'nginx';

function ownClasses(classes: readonly Fields[], { ingressClasses }: ConvertOptions): ReadonlySet<string> {
  if (ingressClasses.length > 0) return new Set(ingressClasses);
  const nameOf = (one: Fields): string => textOf(fieldsOf(one.metadata).name);
  const names = classes.filter(({ spec }) => fieldsOf(spec).controller === CONTROLLER).map(nameOf);
  if (names.length > 0) return new Set(names);
  return new Set(classes.some((one) => nameOf(one) === ONE_CLASS) ? [] : [ONE_CLASS]);
}

/** An Ingress with the class by which it is served, as a list; empty where it is not. */
function withClass(
  content: Fields,
  classes: readonly Fields[],
  own: ReadonlySet<string>,
  options: ConvertOptions,
): Fields[] {
  const metadata = fieldsOf(content.metadata);
  const { [CLASS_ANNOTATION]: annotation, ...annotations } = fieldsOf(metadata.annotations);
  const name = textOf(annotation) || textOf(fieldsOf(content.spec).ingressClassName);
  const isDefault = (one: Fields): boolean =>
    fieldsOf(fieldsOf(one.metadata).annotations)[DEFAULT_CLASS_ANNOTATION] === 'true' &&
    own.has(textOf(fieldsOf(one.metadata).name));
  const { watchIngressWithoutClass: watches } = options;
  const carries = Object.keys(annotations).some((key) => OWN_PREFIX.test(key));
  const byChance = own.size > 0 && (watches ?? carries);
  if (name === '' ? !classes.some(isDefault) && !byChance : !own.has(name)) return [];
  const spec = { ...fieldsOf(content.spec), ingressClassName: ONE_CLASS };
  return [{ ...content, metadata: { ...metadata, annotations }, spec }];
}

/** A custom resource of one of the classes, or of none of them. */
function renamed(content: Fields, own: ReadonlySet<string>): Fields {
  const spec = fieldsOf(content.spec);
  const name = textOf(spec.ingressClassName);
  if (name === '') return content;
  return { ...content, spec: { ...spec, ingressClassName: own.has(name) ? ONE_CLASS : `not ${ONE_CLASS}` } };
}

function keysOf({ metadata }: Fields): string[] {
  return Object.keys(fieldsOf(fieldsOf(metadata).annotations));
}

/** The settings of the controller, if the input holds them. */
function foundConfig(manifests: readonly Manifest[]): Readonly<Record<string, string>> | undefined {
  const first = manifests.find(({ ref }) => ref.kind === 'ConfigMap' && isNginxIncConfigMap(ref.name));
  if (first === undefined) return undefined;
  const entries = Object.entries(fieldsOf(first.content.data));
  return Object.fromEntries(entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
}
