import { OPENSHIFT_VERSIONS, type OpenshiftVersion, type ProfileChoice, versionOf } from './profile.js';

export { CURRENT_OPENSHIFT, OPENSHIFT_VERSIONS, type OpenshiftVersion, PROFILES, type Profile } from './profile.js';

/** A namespaced name. */
export interface NamespacedName {
  readonly namespace: string;
  readonly name: string;
}

export const GATEWAY_API_VERSIONS = ['1.4', '1.5', '1.6'] as const;
export type GatewayApiVersion = (typeof GATEWAY_API_VERSIONS)[number];

export const CHANNELS = ['standard', 'experimental'] as const;
export type Channel = (typeof CHANNELS)[number];

/** Controllers whose objects are read. */
export const SOURCES = [
  'ingress-nginx',
  'openshift-ingress',
  'openshift-route',
  'haproxy-ingress',
  'haproxytech',
  'nginx-inc',
] as const;
export type SourceName = (typeof SOURCES)[number];

/** What `--from` takes: one controller, or whichever serves each object of the input. */
export const FROM_CHOICES = [...SOURCES, 'auto'] as const;
export type FromChoice = (typeof FROM_CHOICES)[number];

/** APIs that are written. */
export const TARGETS = ['gateway-api', 'openshift-route'] as const;
export type TargetName = (typeof TARGETS)[number];

/** What an explicit Route can do although the controller that makes Routes of Ingresses cannot. */
export const ADDITIONS = ['exact-paths', 'default-backend', 'alternate-backends'] as const;
export type Addition = (typeof ADDITIONS)[number];

/** A Gateway that exists, and its listeners where their names are known. */
export interface GatewayChoice {
  readonly gateway: NamespacedName;
  readonly httpListener?: string | undefined;
  readonly httpsListener?: string | undefined;
}

/** Which Gateways routes attach to: by the host, of which the most specific name counts, else by the Ingress class. */
export interface GatewayChoices {
  readonly classes: Readonly<Record<string, GatewayChoice>>;
  /** By `shop.example.com`, `*.example.com`, or `*` for hosts without a better name. */
  readonly hosts: Readonly<Record<string, GatewayChoice>>;
}

/** Everything that decides a conversion besides the documents. Plain data; the command line and configuration files fill it. */
export interface ConvertOptions {
  readonly from: SourceName;
  readonly to: TargetName;
  /** With `openshift-ingress`: the Routes that no Ingress of the input made are converted as well, as the router serves them. */
  readonly withRoutes?: boolean | undefined;
  /** Names of Ingress classes to convert (class field, or class annotation); empty: whatever an ingress-nginx with default flags serves. */
  readonly ingressClasses: readonly string[];
  /**
   * `true`: class-less Ingresses are served (the controller's --watch-ingress-without-class); `false`: never;
   * absent: those that carry annotations of the controller are taken, with a finding.
   */
  readonly watchIngressWithoutClass?: boolean | undefined;
  /** The controller's --disable-catch-all: it ignores every Ingress that has spec.defaultBackend, host rules included. */
  readonly disableCatchAll?: boolean | undefined;
  /** The controller's --annotations-prefix. */
  readonly annotationPrefix?: string | undefined;
  /** `data` of the controller's ConfigMap. */
  readonly controllerConfig?: Readonly<Record<string, string>> | undefined;
  /** Namespace of objects whose manifest has none. */
  readonly namespace?: string | undefined;
  /** Domain below which OpenShift publishes Routes that name no host. */
  readonly ingressDomain?: string | undefined;
  /** The release of OpenShift whose own Gateway API the output is for: it decides version, channel and kinds. */
  readonly openshiftVersion?: OpenshiftVersion | undefined;
  /** The implementation that the output is for: it decides which fields and policies are written. */
  readonly profile?: ProfileChoice | undefined;
  /** Filters may carry directives in the implementation's own language. */
  readonly allowSnippets?: boolean | undefined;
  /** Secrets that policies need in another shape are written out, values included. */
  readonly emitSecrets?: boolean | undefined;
  /** Writes certificates that Routes hold into Secrets. */
  readonly extractCertificates?: boolean | undefined;
  /** The controller's --default-ssl-certificate. */
  readonly defaultSslCertificate?: NamespacedName | undefined;
  /** The controller's --default-backend-service, with its port number. */
  readonly defaultBackendService?: (NamespacedName & { readonly port?: number | undefined }) | undefined;
  /** What to add to the Routes of OpenShift's Ingresses when they are written. */
  readonly add?: readonly Addition[] | undefined;
  /** Certificates are written into Routes instead of being referred to. */
  readonly inlineCertificates?: boolean | undefined;
  readonly gatewayApiVersion: GatewayApiVersion;
  readonly channel: Channel;
  /** A Gateway that exists: routes attach to it and no Gateway is emitted. */
  readonly gateway?: NamespacedName | undefined;
  readonly gatewayName?: string | undefined;
  readonly gatewayNamespace?: string | undefined;
  /** Gateways that earlier runs wrote, for sources that may be gone: one of the same name is not made in another namespace. */
  readonly earlierGateways?: readonly NamespacedName[] | undefined;
  readonly gatewayClass?: string | undefined;
  readonly gatewayPer: 'class' | 'namespace';
  readonly listeners: 'gateway' | 'listenerset';
  /** Listener names of the existing Gateway. */
  readonly httpListener?: string | undefined;
  readonly httpsListener?: string | undefined;
  /** Gateways that exist, for the routes of some classes and hosts; they come before `gateway`. */
  readonly gateways?: GatewayChoices | undefined;
  /** Globs of the keys of annotations that the new routes get, whatever reads them. */
  readonly keepAnnotations?: readonly string[] | undefined;
  /** Annotation keys (with or without prefix) and finding codes whose loss is accepted. */
  readonly accept: readonly string[];
}

/** The options of a run that may read for several controllers. Those that describe one controller hold for all of them. */
export interface RunOptions extends Omit<ConvertOptions, 'from'> {
  readonly from: FromChoice;
}

/** The profile of OpenShift stands for a release of it. */
export function onOpenshift(options: RunOptions): RunOptions {
  const { profile, openshiftVersion } = options;
  if (profile?.name !== 'openshift' || openshiftVersion !== undefined) return options;
  const version = versionOf(profile);
  return { ...options, openshiftVersion: OPENSHIFT_VERSIONS.find((known) => known === version) };
}

/** Whether a run converts for one controller alone. */
export function readsForOne(options: RunOptions): options is ConvertOptions {
  return options.from !== 'auto';
}

/** The options of a run without flags. */
export const DEFAULT_OPTIONS: ConvertOptions = {
  from: 'ingress-nginx',
  to: 'gateway-api',
  ingressClasses: [],
  gatewayApiVersion: '1.5',
  channel: 'standard',
  gatewayPer: 'class',
  listeners: 'gateway',
  accept: [],
};

/** Whether what configures OpenShift's router counts: where its Routes are read or written. */
export function readsRouter({ from, to }: Pick<RunOptions, 'from' | 'to'>): boolean {
  return from === 'auto' || isOpenshift(from) || to === 'openshift-route';
}

/** Whether something else comes in the place of OpenShift's router. */
export function replacesRouter({ from, to }: Pick<ConvertOptions, 'from' | 'to'>): boolean {
  return isOpenshift(from) && to !== 'openshift-route';
}

/** Whether Routes are read and Templates opened; a run for other controllers says that they are there. */
export function readsRoutes(from: FromChoice): boolean {
  return from === 'auto' || isOpenshift(from);
}

/** Whether OpenShift's router serves the hosts before the conversion. */
export function isOpenshift(from: SourceName): boolean {
  return from === 'openshift-ingress' || from === 'openshift-route';
}

/** Whether the private keys of the input are read: only where the output repeats them. */
export function keepsKeyPairs({
  from,
  to,
  inlineCertificates,
  extractCertificates,
}: Pick<RunOptions, 'from' | 'to' | 'inlineCertificates' | 'extractCertificates'>): boolean {
  const isRewritten = (from === 'openshift-route' || from === 'auto') && to === 'openshift-route';
  return isRewritten || inlineCertificates === true || extractCertificates === true;
}

/** Whether the files of users in Secrets are read: only where they are to be written in another shape. */
export function keepsUsers({ to, emitSecrets }: Pick<RunOptions, 'to' | 'emitSecrets'>): boolean {
  return emitSecrets === true && to === 'gateway-api';
}
