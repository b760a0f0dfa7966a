import { type Command, Option } from 'commander';
import type { Channel, GatewayApiVersion } from '../options.js';
import { nonEmpty } from './option-values.js';
import { UsageError } from './usage-error.js';

/** What the flags say about a cluster. */
export interface ClusterFlags {
  /** Whether the cluster is the input. */
  readonly cluster: boolean;
  readonly kubeconfig: string | undefined;
  readonly context: string | undefined;
  /** The namespace of the command line: it chooses what is read. One of a configuration is for manifests without. */
  readonly namespace: string | undefined;
  readonly allNamespaces: boolean;
  readonly selector: string | undefined;
  readonly readCertificates: boolean;
  /** Versions that somebody asked for: those of the cluster do not replace them. */
  readonly gatewayApiVersion: GatewayApiVersion | undefined;
  readonly channel: Channel | undefined;
}

interface Given {
  readonly cluster?: boolean;
  readonly kubeconfig?: string;
  readonly context?: string;
  readonly namespace?: string;
  readonly allNamespaces?: boolean;
  readonly selector?: string;
  readonly readCertificates?: boolean;
  readonly serverDryRun?: boolean;
  readonly gatewayApiVersion: GatewayApiVersion;
  readonly channel: Channel;
}

/** Flags that mean nothing unless a cluster is read. */
const OF_READING = ['allNamespaces', 'selector', 'readCertificates'] as const;

/**
 * The flags that make a cluster the input of a command. To be added before those of the conversion: what is wrong with the
 * paths is said before a configuration is looked for.
 *
 * @param withPaths whether paths may be named all the same, for commands that compare them with the cluster
 */
export function addClusterOptions(command: Command, withPaths = false): Command {
  for (const option of clusterOptions()) command.addOption(option);
  return command.hook('preAction', () => {
    const given = command.opts<Given>();
    const paths = command.processedArgs.flat();
    const isAbout = given.cluster === true || given.serverDryRun === true;
    if (paths.length === 0 && given.cluster !== true)
      command.error("error: missing required argument 'path'", { code: 'commander.missingArgument' });
    if (paths.length > 0 && given.cluster === true && !withPaths)
      throw new UsageError('--cluster reads the cluster instead of files: name no paths');
    if (given.allNamespaces === true && command.getOptionValueSource('namespace') === 'cli')
      throw new UsageError('--all-namespaces and --namespace exclude each other');
    const idle = OF_READING.find((name) => given[name] !== undefined && given.cluster !== true);
    if (idle !== undefined) throw new UsageError(`${flagOf(command, idle)} goes with --cluster`);
    const connecting = (['kubeconfig', 'context'] as const).find((name) => given[name] !== undefined && !isAbout);
    if (connecting !== undefined)
      throw new UsageError(`${flagOf(command, connecting)} goes with --cluster or --server-dry-run`);
  });
}

/** The flags themselves. */
export function clusterOptions(): Option[] {
  return [
    new Option('--cluster', 'read the cluster of the kubeconfig instead of files; nothing is changed in it'),
    new Option('--context <name>', 'context of the kubeconfig').argParser(nonEmpty),
    new Option(
      '--kubeconfig <file>',
      'the kubeconfig (default: KUBECONFIG, ~/.kube/config, the service account)',
    ).argParser(nonEmpty),
    new Option('-A, --all-namespaces', 'with --cluster: all namespaces, not the one of the context'),
    new Option('-l, --selector <labels>', 'with --cluster: Ingresses and Routes with these labels').argParser(nonEmpty),
    new Option('--read-certificates', 'with --cluster: read the Secrets of spec.tls, for the names in certificates'),
  ];
}

function flagOf(command: Command, attribute: string): string {
  return command.options.find((option) => option.attributeName() === attribute)?.long ?? attribute;
}

/**
 * Takes down what the flags say about a cluster, once the configuration has had its say. To be called as the last of the
 * hooks before the action.
 */
export function settleClusterFlags(command: Command): void {
  const given = command.opts<Given>();
  if (given.cluster !== true && given.serverDryRun !== true) return;
  const asked = <T>(name: string, value: T): T | undefined =>
    command.getOptionValueSource(name) === 'default' ? undefined : value;
  const flags: ClusterFlags = {
    cluster: given.cluster === true && command.processedArgs.flat().length === 0,
    kubeconfig: given.kubeconfig,
    context: given.context,
    namespace: command.getOptionValueSource('namespace') === 'cli' ? given.namespace : undefined,
    allNamespaces: given.allNamespaces === true,
    selector: given.selector,
    readCertificates: given.readCertificates === true,
    gatewayApiVersion: asked('gatewayApiVersion', given.gatewayApiVersion),
    channel: asked('channel', given.channel),
  };
  command.setOptionValue('clusterFlags', flags);
}
