import { SEVERITIES } from '../ledger/verdict.js';
import type { ContentField, ContentShape, TextFormat } from '../mappings/content-shape.js';
import { ADDITIONS, CHANNELS, FROM_CHOICES, GATEWAY_API_VERSIONS, OPENSHIFT_VERSIONS, TARGETS } from '../options.js';
import type {
  ConfigContent,
  ConversionSettings,
  GatewayContent,
  OverrideContent,
  RunSettings,
  SuppressionContent,
} from './content.js';
import * as formats from './text-formats.js';

/** One field per property, so that the compiler says when a type and its shape part ways. */
type FieldsOf<T> = { readonly [K in keyof Required<T>]: ContentField };

const TEXT: ContentShape = { is: 'text' };
const FLAG: ContentShape = { is: 'flag' };

function like(format: TextFormat): ContentShape {
  return { is: 'text', format };
}

function oneOf(words: readonly string[]): ContentShape {
  return { is: 'text', oneOf: words };
}

function oneOrMore(of: ContentShape): ContentShape {
  return { is: 'list', of, orOne: true };
}

function optional(shape: ContentShape, about: string): ContentField {
  return { shape, optional: true, about };
}

function object<T>(fields: FieldsOf<T>): ContentShape {
  return { is: 'object', fields };
}

const NAME = like(formats.KUBERNETES_NAME);
const PATH = like(formats.INSIDE_PATH);

const gateway: ContentShape = {
  is: 'text-or-object',
  text: like(formats.NAMESPACED_NAME),
  object: object<Exclude<GatewayContent, string>>({
    gateway: { shape: like(formats.NAMESPACED_NAME), about: 'The Gateway, which exists, as NAMESPACE/NAME.' },
    httpListener: optional(NAME, 'Name of its HTTP listener.'),
    httpsListener: optional(NAME, 'Name of its HTTPS listener.'),
  }),
};

const conversionFields: FieldsOf<ConversionSettings> = {
  from: optional(oneOf(FROM_CHOICES), 'Whose objects are read; auto: of each object, the controller that serves it.'),
  to: optional(oneOf(TARGETS), 'What is written.'),
  param: optional(
    { is: 'table', of: { is: 'text', mayBeEmpty: true }, keys: formats.PARAMETER_NAME },
    'Values for parameters of Templates.',
  ),
  ingressDomain: optional(NAME, 'Domain of the IngressController, for Routes that name no host.'),
  profile: optional(
    like(formats.PROFILE),
    'The implementation to write for, such as envoy-gateway or envoy-gateway@1.9.',
  ),
  allowSnippets: optional(FLAG, 'Let filters carry directives in the language of the implementation.'),
  emitSecrets: optional(FLAG, 'Write Secrets in the shape that policies need, values included.'),
  openshiftVersion: optional(oneOf(OPENSHIFT_VERSIONS), 'Release of OpenShift.'),
  extractCertificates: optional(FLAG, 'Write certificates and keys that Routes hold into Secrets.'),
  add: optional(oneOrMore(oneOf(ADDITIONS)), 'Routes that the controller of OpenShift does not make of an Ingress.'),
  inlineCertificates: optional(FLAG, 'Write certificates and keys into Routes instead of naming their Secrets.'),
  ingressClass: optional(oneOrMore(NAME), 'Classes to convert.'),
  watchIngressWithoutClass: optional(FLAG, "Whether Ingresses without a class are converted; the controller's flag."),
  disableCatchAll: optional(FLAG, "Ignore Ingresses that have spec.defaultBackend; the controller's flag."),
  annotationPrefix: optional(like(formats.ANNOTATION_PREFIX), "The controller's --annotations-prefix."),
  controllerConfig: optional(PATH, "The controller's ConfigMap, as a manifest."),
  namespace: optional(NAME, 'Namespace of manifests that have none.'),
  defaultSslCertificate: optional(like(formats.NAMESPACED_NAME), "The controller's --default-ssl-certificate."),
  defaultBackendService: optional(like(formats.SERVICE_NAME), "The controller's --default-backend-service."),
  gatewayApiVersion: optional(oneOf(GATEWAY_API_VERSIONS), 'Version of the CRDs in the cluster.'),
  channel: optional(oneOf(CHANNELS), 'Release channel of the CRDs.'),
  gateway: optional(like(formats.NAMESPACED_NAME), 'Attach to this Gateway, which exists, and emit routes only.'),
  gatewayName: optional(NAME, 'Name of the Gateway that is emitted.'),
  gatewayNamespace: optional(NAME, 'Its namespace.'),
  gatewayClass: optional(NAME, 'Its class.'),
  gatewayPer: optional(oneOf(['class', 'namespace']), 'One Gateway for each.'),
  listeners: optional(oneOf(['gateway', 'listenerset']), 'Where listeners are written.'),
  httpListener: optional(NAME, 'Name of the HTTP listener of the existing Gateway.'),
  httpsListener: optional(NAME, 'Name of the HTTPS listener of the existing Gateway.'),
  gateways: optional(
    object<NonNullable<ConversionSettings['gateways']>>({
      classes: optional({ is: 'table', of: gateway, keys: formats.KUBERNETES_NAME }, 'By Ingress class.'),
      hosts: optional({ is: 'table', of: gateway, keys: formats.HOST }, 'By host; the most specific name counts.'),
    }),
    'Gateways that exist, to which the routes of a class or of a host attach.',
  ),
  keepAnnotation: optional(oneOrMore(TEXT), 'Annotations that are copied to the routes, as globs of their keys.'),
  accept: optional(oneOrMore(TEXT), 'Annotations and findings whose loss is accepted: their rules are published.'),
};

const runFields: FieldsOf<RunSettings> = {
  include: optional(oneOrMore(like(formats.GLOB)), 'Files to read, as globs.'),
  exclude: optional(oneOrMore(like(formats.GLOB)), 'Files to leave out, as globs.'),
  output: optional(PATH, 'Folder for one file per object.'),
  write: optional(oneOf(['beside', 'replace', 'mirror']), 'Write into the tree.'),
  allowDirty: optional(FLAG, 'With write: also where Git has changes that are not committed.'),
  force: optional(FLAG, 'Replace files that routeshift did not write.'),
  comments: optional(FLAG, 'Whether manifests have comments.'),
  reports: optional(oneOrMore(like(formats.REPORT)), 'Reports of convert, as FORMAT or FORMAT=FILE.'),
  reportAll: optional(FLAG, 'Reports for machines also show what arrived as it was.'),
  quiet: optional(FLAG, 'No report on standard error unless one is asked for.'),
  failOn: optional(oneOf(['error', 'warning', 'never']), 'Findings that make the exit status 2.'),
  verify: optional(FLAG, 'Replay requests before and after, as routeshift verify does.'),
  probes: optional(PATH, 'More requests for verify.'),
  mappings: optional(oneOrMore(PATH), 'Files that say what your own annotations are.'),
  baseline: optional(PATH, 'Findings of an earlier run, which do not count.'),
};

const suppression = object<SuppressionContent>({
  code: optional(like(formats.FINDING_CODE), 'The code of the findings.'),
  annotation: optional(TEXT, 'The annotation, with or without its prefix.'),
  object: optional(TEXT, 'The object, as Kind namespace/name, namespace/name or name; * stands for any characters.'),
  path: optional(oneOrMore(like(formats.GLOB)), 'The files, as globs.'),
  reason: { shape: TEXT, about: 'Why the findings do not count.' },
  until: optional(like(formats.DAY), 'The last day on which it holds.'),
});

const override = object<OverrideContent>({
  paths: { shape: oneOrMore(like(formats.GLOB)), about: 'The files, as globs.' },
  ...conversionFields,
});

/** What a `routeshift.yaml` has to look like; `config.schema.json` says the same to editors. */
export const CONFIG_SHAPE: ContentShape = object<ConfigContent>({
  $schema: optional(TEXT, 'For editors.'),
  ...conversionFields,
  ...runFields,
  severities: optional(
    { is: 'table', of: oneOf([...SEVERITIES, 'off']), keys: formats.FINDING_CODE },
    'What findings count as, by code; errors stay errors.',
  ),
  suppressions: optional({ is: 'list', of: suppression }, 'Findings that are known and do not count.'),
  overrides: optional(
    { is: 'list', of: override },
    'Files that are converted on their own, with other settings. Of several that match, the later ones win.',
  ),
});

/** The settings that overrides may change. */
export const CONVERSION_SETTINGS: readonly string[] = Object.keys(conversionFields);
/** All other settings that flags have. */
export const RUN_SETTINGS: readonly string[] = Object.keys(runFields);
