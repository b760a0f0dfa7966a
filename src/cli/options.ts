import { type Command, Option } from 'commander';
import type { Mapping } from '../mappings/mapping.js';
import {
  type Addition,
  CHANNELS,
  type Channel,
  type ConvertOptions,
  DEFAULT_OPTIONS,
  FROM_CHOICES,
  type FromChoice,
  GATEWAY_API_VERSIONS,
  type GatewayApiVersion,
  type GatewayChoices,
  type NamespacedName,
  type RunOptions,
  TARGETS,
  type TargetName,
} from '../options.js';
import {
  CURRENT_OPENSHIFT,
  OPENSHIFT_VERSIONS,
  type OpenshiftVersion,
  PROFILES,
  type ProfileChoice,
  parseProfile,
  versionOf,
} from '../profile.js';
import { bundleOf } from '../targets/gateway-api/profiles/releases.js';
import { type ClusterFlags, settleClusterFlags } from './cluster-options.js';
import {
  addition,
  annotationPrefix,
  gather,
  label,
  namespacedName,
  nonEmpty,
  parameter,
  profile as profileValue,
  serviceName,
} from './option-values.js';
import type { Setup } from './setup.js';
import { UsageError } from './usage-error.js';

/** The flags that decide a conversion, as commander hands them over. */
export interface ConvertFlags {
  readonly from: FromChoice;
  readonly to: TargetName;
  readonly include?: readonly string[];
  readonly exclude?: readonly string[];
  readonly param?: readonly (readonly [string, string])[];
  readonly ingressDomain?: string;
  readonly profile?: string;
  readonly openshiftVersion?: OpenshiftVersion;
  readonly allowSnippets?: boolean;
  readonly emitSecrets?: boolean;
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
  readonly gatewayApiVersion?: GatewayApiVersion;
  readonly channel: Channel;
  readonly gateway?: NamespacedName;
  readonly gatewayName?: string;
  readonly gatewayNamespace?: string;
  readonly gatewayClass?: string;
  readonly gatewayPer: ConvertOptions['gatewayPer'];
  readonly listeners: ConvertOptions['listeners'];
  readonly httpListener?: string;
  readonly httpsListener?: string;
  readonly keepAnnotation?: readonly string[];
  readonly accept?: readonly string[];
  /** `false`: without any. */
  readonly config?: string | false;
  /** Set by the configuration. */
  readonly gateways?: GatewayChoices;
  /** Files of mappings, and what they hold. */
  readonly mappings?: readonly string[];
  readonly ownMappings?: readonly Mapping[];
  /** Set where there is a configuration: what of it no flag says. */
  readonly setup?: Setup;
  /** Set where a cluster is the input, or is asked about the result. */
  readonly clusterFlags?: ClusterFlags;
}

/** The options of the library for the flags of the command line and the controller's settings, if a file gave some. */
export function convertOptions(
  flags: ConvertFlags,
  controllerConfig: Readonly<Record<string, string>> | undefined,
): RunOptions {
  const profile = flags.profile === undefined ? undefined : parseProfile(flags.profile);
  return {
    ...DEFAULT_OPTIONS,
    from: flags.from,
    to: flags.to,
    ingressDomain: flags.ingressDomain,
    openshiftVersion: flags.openshiftVersion ?? openshiftOf(profile),
    profile,
    allowSnippets: flags.allowSnippets,
    emitSecrets: flags.emitSecrets,
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
    gatewayApiVersion: flags.gatewayApiVersion ?? bundleOf(profile) ?? DEFAULT_OPTIONS.gatewayApiVersion,
    channel: flags.channel,
    gateway: flags.gateway,
    gateways: flags.gateways,
    gatewayName: flags.gatewayName,
    gatewayNamespace: flags.gatewayNamespace,
    gatewayClass: flags.gatewayClass,
    gatewayPer: flags.gatewayPer,
    listeners: flags.listeners,
    httpListener: flags.httpListener,
    httpsListener: flags.httpsListener,
    keepAnnotations: flags.keepAnnotation,
    accept: flags.accept ?? [],
  };
}

function openshiftOf(profile: ProfileChoice | undefined): OpenshiftVersion | undefined {
  return OPENSHIFT_VERSIONS.find((version) => profile?.name === 'openshift' && versionOf(profile) === version);
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
    new Option(
      '-n, --namespace <name>',
      'namespace of manifests that have none; with --cluster the one that is read',
    ).argParser(label),
    new Option('--default-ssl-certificate <ns/name>', "the controller's flag").argParser(namespacedName),
    new Option('--default-backend-service <ns/name[:port]>', "the controller's flag").argParser(serviceName),
  ];
}

/**
 * Every flag that decides a conversion, and the configuration that stands in for those that are not given. Flags of another
 * API than the one that is written are refused.
 *
 * @param inputsOf the paths among the arguments of the command; all of them unless it says otherwise
 */
export function addConversionOptions(command: Command, inputsOf: (command: Command) => string[] = allPaths): void {
  for (const option of [...sourceOptions(), ...targetOptions()]) command.addOption(option);
  addConfigOptions(command, inputsOf);
  command.hook('preAction', () => {
    refuseOthers(command);
    settleClusterFlags(command);
  });
}

/** The flags that say what a command is configured by. Settings are there when its action is called. */
export function addConfigOptions(command: Command, inputsOf: (command: Command) => string[] = allPaths): void {
  for (const option of configOptions()) command.addOption(option);
  command.hook('preAction', async () => {
    const { configure } = await import('./conversion.js');
    await configure(command, inputsOf(command));
  });
}

function configOptions(): Option[] {
  return [
    new Option('--config <file>', 'configuration (default: the nearest routeshift.yaml above the inputs)').argParser(
      nonEmpty,
    ),
    new Option('--no-config', 'without any configuration'),
    new Option('--mappings <file>', 'what annotations of your own are; repeatable').argParser(gather(nonEmpty)),
  ];
}

function allPaths(command: Command): string[] {
  return command.processedArgs.flat().filter((argument): argument is string => typeof argument === 'string');
}

/** Flags that only one of the targets has a meaning for. */
export const FLAGS_OF: Readonly<Record<TargetName, readonly string[]>> = {
  'gateway-api': [
    ...['gatewayApiVersion', 'channel', 'gateway', 'httpListener', 'httpsListener', 'gatewayName', 'gatewayNamespace'],
    ...['gatewayClass', 'gatewayPer', 'listeners', 'extractCertificates', 'profile', 'openshiftVersion'],
    ...['allowSnippets', 'emitSecrets'],
  ],
  'openshift-route': ['inlineCertificates', 'add'],
};

function refuseOthers(command: Command): void {
  const { to } = command.opts<ConvertFlags>();
  refuseOneController(command.opts<ConvertFlags>());
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
const ONE_CONTROLLER = ['controllerConfig', 'annotationPrefix', 'defaultBackendService', 'disableCatchAll'] as const;
/** Flags that mean nothing for another controller than the one that they were written for. */
export const OF_CONTROLLER: readonly string[] = [...ONE_CONTROLLER, 'ingressClass', 'watchIngressWithoutClass'];

/** @throws UsageError for flags, or settings, that describe one controller where several are read */
export function refuseOneController(flags: ConvertFlags): void {
  const name = flags.from === 'auto' ? ONE_CONTROLLER.find((one) => flags[one] !== undefined) : undefined;
  if (name === undefined) return;
  const flag = sourceOptions().find((option) => option.attributeName() === name)?.long ?? name;
  const instead =
    name === 'controllerConfig'
      ? 'put the ConfigMap among the inputs, under the name that it has in the cluster, or convert for one controller at a time with --from NAME'
      : 'convert for one controller at a time with --from NAME';
  throw new UsageError(`${flag} describes one controller, and --from auto reads for several: ${instead}`);
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
    // The choices are for completions; a version may follow.
    new Option('--profile <name[@version]>', 'write for this implementation, or for an older release of it')
      .choices(PROFILES)
      .argParser(profileValue),
    new Option('--allow-snippets', 'let filters carry directives in the language of the implementation'),
    new Option('--emit-secrets', 'write Secrets in the shape that policies need, values included'),
    new Option(
      '--openshift-version <version>',
      `release of OpenShift (with --profile openshift: ${CURRENT_OPENSHIFT})`,
    ).choices(OPENSHIFT_VERSIONS),
    new Option('--inline-certificates', 'write certificates and keys into Routes instead of naming their Secrets'),
    new Option(
      '--gateway-api-version <version>',
      `version of the CRDs in the cluster (default: that of the profile, else ${DEFAULT_OPTIONS.gatewayApiVersion})`,
    ).choices(GATEWAY_API_VERSIONS),
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
    new Option('--keep-annotation <glob>', 'copy annotations with such keys to the routes; repeatable').argParser(
      gather(nonEmpty),
    ),
    new Option('--accept <key>', 'publish rules although this annotation or finding is lost; repeatable').argParser(
      gather(nonEmpty),
    ),
  ];
}
