import { type Command, InvalidArgumentError, Option } from 'commander';
import {
  ADDITIONS,
  type Addition,
  CHANNELS,
  type Channel,
  type ConvertOptions,
  CURRENT_OPENSHIFT,
  DEFAULT_OPTIONS,
  FROM_CHOICES,
  type FromChoice,
  GATEWAY_API_VERSIONS,
  type GatewayApiVersion,
  type NamespacedName,
  OPENSHIFT_VERSIONS,
  type OpenshiftVersion,
  PROFILES,
  type Profile,
  type RunOptions,
  TARGETS,
  type TargetName,
} from '../options.js';
import { UsageError } from './usage-error.js';

/** The flags that decide a conversion, as commander hands them over. */
export interface ConvertFlags {
  readonly from: FromChoice;
  readonly to: TargetName;
  readonly include?: readonly string[];
  readonly exclude?: readonly string[];
  readonly param?: readonly (readonly [string, string])[];
  readonly ingressDomain?: string;
  readonly profile?: Profile;
  readonly openshiftVersion?: OpenshiftVersion;
  readonly extractCertificates?: boolean;
  readonly add?: readonly Addition[];
  readonly inlineCertificates?: boolean;
  readonly ingressClass?: readonly string[];
  readonly watchIngressWithoutClass?: boolean;
  readonly disableCatchAll?: boolean;
  readonly annotationPrefix?: string;
  readonly controllerConfig?: string;
  readonly namespace?: string;
  readonly defaultSslCertificate?: NamespacedName;
  readonly defaultBackendService?: NamespacedName & { readonly port?: number | undefined };
  readonly gatewayApiVersion: GatewayApiVersion;
  readonly channel: Channel;
  readonly gateway?: NamespacedName;
  readonly gatewayName?: string;
  readonly gatewayNamespace?: string;
  readonly gatewayClass?: string;
  readonly gatewayPer: ConvertOptions['gatewayPer'];
  readonly listeners: ConvertOptions['listeners'];
  readonly httpListener?: string;
  readonly httpsListener?: string;
  readonly accept?: readonly string[];
}

/** The options of the library for the flags of the command line and the controller's settings, if a file gave some. */
export function convertOptions(
  flags: ConvertFlags,
  controllerConfig: Readonly<Record<string, string>> | undefined,
): RunOptions {
  return {
    ...DEFAULT_OPTIONS,
    from: flags.from,
    to: flags.to,
    ingressDomain: flags.ingressDomain,
    openshiftVersion: flags.openshiftVersion ?? (flags.profile === 'openshift' ? CURRENT_OPENSHIFT : undefined),
    extractCertificates: flags.extractCertificates,
    add: flags.add,
    inlineCertificates: flags.inlineCertificates,
    ingressClasses: flags.ingressClass ?? DEFAULT_OPTIONS.ingressClasses,
    watchIngressWithoutClass: flags.watchIngressWithoutClass,
    disableCatchAll: flags.disableCatchAll,
    annotationPrefix: flags.annotationPrefix,
    controllerConfig,
    namespace: flags.namespace,
    defaultSslCertificate: flags.defaultSslCertificate,
    defaultBackendService: flags.defaultBackendService,
    gatewayApiVersion: flags.gatewayApiVersion,
    channel: flags.channel,
    gateway: flags.gateway,
    gatewayName: flags.gatewayName,
    gatewayNamespace: flags.gatewayNamespace,
    gatewayClass: flags.gatewayClass,
    gatewayPer: flags.gatewayPer,
    listeners: flags.listeners,
    httpListener: flags.httpListener,
    httpsListener: flags.httpsListener,
    accept: flags.accept ?? [],
  };
}

/** Flags that describe the controller whose Ingresses are read. */
export function sourceOptions(): Option[] {
  return [
    new Option('--from <controller>', 'whose objects are read; auto: of each object, the controller that serves it')
      .choices(FROM_CHOICES)
      .default(DEFAULT_OPTIONS.from),
    new Option('--include <glob>', 'read only such files of directories; repeatable').argParser(gather(nonEmpty)),
    new Option('--exclude <glob>', 'leave out such files and directories; repeatable').argParser(gather(nonEmpty)),
    new Option('--param <name=value>', 'value for a parameter of a Template; repeatable').argParser(gather(parameter)),
    new Option('--ingress-domain <domain>', 'domain of the IngressController, for Routes that name no host').argParser(
      label,
    ),
    new Option('--ingress-class <name>', 'class to convert; repeatable (default: nginx)').argParser(gather(label)),
    new Option(
      '--watch-ingress-without-class',
      "also convert Ingresses without a class, as the controller's flag does",
    ),
    new Option('--no-watch-ingress-without-class', 'never convert Ingresses without a class'),
    new Option('--disable-catch-all', "ignore Ingresses that have spec.defaultBackend, as the controller's flag does"),
    new Option('--annotation-prefix <prefix>', "the controller's --annotations-prefix").argParser(annotationPrefix),
    new Option('--controller-config <file>', "the controller's ConfigMap, as a manifest"),
    new Option('--namespace <name>', 'namespace of manifests that have none').argParser(label),
    new Option('--default-ssl-certificate <ns/name>', "the controller's flag").argParser(namespacedName),
    new Option('--default-backend-service <ns/name[:port]>', "the controller's flag").argParser(serviceName),
  ];
}

/** Every flag that decides a conversion; those of another API than the one that is written are refused. */
export function addConversionOptions(command: Command): void {
  for (const option of [...sourceOptions(), ...targetOptions()]) command.addOption(option);
  command.hook('preAction', () => refuseOthers(command));
}

/** Flags that only one of the targets has a meaning for. */
const FLAGS_OF: Readonly<Record<TargetName, readonly string[]>> = {
  'gateway-api': [
    ...['gatewayApiVersion', 'channel', 'gateway', 'httpListener', 'httpsListener', 'gatewayName', 'gatewayNamespace'],
    ...['gatewayClass', 'gatewayPer', 'listeners', 'extractCertificates', 'profile', 'openshiftVersion'],
  ],
  'openshift-route': ['inlineCertificates', 'add'],
};

function refuseOthers(command: Command): void {
  const { to, from } = command.opts<ConvertFlags>();
  if (from === 'auto') refuseOneController(command);
  for (const target of TARGETS) {
    if (target === to) continue;
    const odd = command.options.find(
      (option) =>
        FLAGS_OF[target].includes(option.attributeName()) &&
        command.getOptionValueSource(option.attributeName()) === 'cli',
    );
    if (odd !== undefined)
      throw new UsageError(`${odd.long ?? odd.flags} is about ${target}, and --to ${to} writes none of it`);
  }
}

/** Flags that say how one controller is set up. */
const ONE_CONTROLLER: readonly string[] = [
  ...['controllerConfig', 'annotationPrefix', 'defaultBackendService', 'disableCatchAll'],
];

function refuseOneController(command: Command): void {
  const odd = command.options.find(
    (option) =>
      ONE_CONTROLLER.includes(option.attributeName()) && command.getOptionValueSource(option.attributeName()) === 'cli',
  );
  if (odd === undefined) return;
  const instead =
    odd.attributeName() === 'controllerConfig'
      ? 'put the ConfigMap among the inputs, under the name that it has in the cluster, or convert for one controller at a time with --from NAME'
      : 'convert for one controller at a time with --from NAME';
  throw new UsageError(
    `${odd.long ?? odd.flags} describes one controller, and --from auto reads for several: ${instead}`,
  );
}

/** Flags that describe the wanted output. */
export function targetOptions(): Option[] {
  const topology = ['gatewayName', 'gatewayNamespace', 'gatewayClass', 'gatewayPer', 'listeners'];
  return [
    new Option('--to <api>', 'what is written').choices(TARGETS).default(DEFAULT_OPTIONS.to),
    new Option(
      '--add <what>',
      'Routes that the controller of OpenShift does not make of an Ingress; repeatable',
    ).argParser(gather(addition)),
    new Option('--extract-certificates', 'write certificates and keys that Routes hold into Secrets'),
    new Option('--profile <platform>', 'write for the Gateway API that the platform brings along').choices(PROFILES),
    new Option(
      '--openshift-version <version>',
      `release of OpenShift (with --profile openshift: ${CURRENT_OPENSHIFT})`,
    ).choices(OPENSHIFT_VERSIONS),
    new Option('--inline-certificates', 'write certificates and keys into Routes instead of naming their Secrets'),
    new Option('--gateway-api-version <version>', 'version of the CRDs in the cluster')
      .choices(GATEWAY_API_VERSIONS)
      .default(DEFAULT_OPTIONS.gatewayApiVersion),
    new Option('--channel <channel>', 'release channel of the CRDs').choices(CHANNELS).default(DEFAULT_OPTIONS.channel),
    new Option('--gateway <ns/name>', 'attach to this Gateway, which exists, and emit routes only')
      .argParser(namespacedName)
      .conflicts(topology),
    new Option('--http-listener <name>', 'name of the HTTP listener of that Gateway').argParser(label),
    new Option('--https-listener <name>', 'name of the HTTPS listener of that Gateway').argParser(label),
    new Option('--gateway-name <name>', 'name of the Gateway that is emitted').argParser(label),
    new Option('--gateway-namespace <name>', 'its namespace').argParser(label),
    new Option('--gateway-class <name>', 'its class').argParser(label),
    new Option('--gateway-per <unit>', 'one Gateway for each')
      .choices(['class', 'namespace'])
      .default(DEFAULT_OPTIONS.gatewayPer),
    new Option('--listeners <place>', 'where listeners are written')
      .choices(['gateway', 'listenerset'])
      .default(DEFAULT_OPTIONS.listeners),
    new Option('--accept <key>', 'publish rules although this annotation or finding is lost; repeatable').argParser(
      gather(nonEmpty),
    ),
  ];
}

/** Makes a parser of single values one of a repeatable flag. */
export function gather<T>(
  parse: (value: string) => T,
): (value: string, previous: readonly T[] | undefined) => readonly T[] {
  return (value, previous) => [...(previous ?? []), parse(value)];
}

const DNS_SUBDOMAIN = /^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/;

function label(value: string): string {
  if (value.length > 253 || !DNS_SUBDOMAIN.test(value)) {
    throw new InvalidArgumentError('It is no Kubernetes name (lower case letters, digits, - and .).');
  }
  return value;
}

function parameter(value: string): readonly [string, string] {
  const equals = value.indexOf('=');
  if (!/^[a-zA-Z0-9_]+=/.test(value)) throw new InvalidArgumentError('It has to be NAME=VALUE.');
  return [value.slice(0, equals), value.slice(equals + 1)];
}

function addition(value: string): Addition {
  const found = ADDITIONS.find((known) => known === value);
  if (found === undefined) throw new InvalidArgumentError(`Allowed choices are ${ADDITIONS.join(', ')}.`);
  return found;
}

export function nonEmpty(value: string): string {
  if (value.trim() === '') throw new InvalidArgumentError('It is empty.');
  return value.trim();
}

function namespacedName(value: string): NamespacedName {
  const [namespace, name, ...rest] = value.split('/');
  if (namespace === undefined || name === undefined || rest.length > 0) {
    throw new InvalidArgumentError('It has to be NAMESPACE/NAME.');
  }
  return { namespace: label(namespace), name: label(name) };
}

function serviceName(value: string): NamespacedName & { readonly port?: number | undefined } {
  const colon = value.lastIndexOf(':');
  if (colon === -1) return namespacedName(value);
  const port = Number(value.slice(colon + 1));
  if (!Number.isInteger(port) || port < 1 || port > 65535)
    throw new InvalidArgumentError('The port has to be 1 to 65535.');
  return { ...namespacedName(value.slice(0, colon)), port };
}

/** Like the controller's flag the prefix comes without the slash; one that is given is dropped. */
function annotationPrefix(value: string): string {
  return label(value.endsWith('/') ? value.slice(0, -1) : value);
}
