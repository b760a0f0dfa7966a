import type { FromChoice, NamespacedName } from '../options.js';
import type { ApiClient } from './api-client.js';
import { type ClusterManifest, type ManifestReading, manifestOf } from './cluster-manifest.js';
import type { ClusterProblems } from './cluster-problems.js';
import { type RunningController, runningController } from './controller-arguments.js';
import { type ControllerSettings, isFoundByName, type ReadSettings, settingsOf } from './controller-settings.js';
import { fieldsOf, textOf } from './json-values.js';
import { getOne, listAll } from './lists.js';
import { CONFIG_MAPS, DAEMON_SETS, DEPLOYMENTS } from './resources.js';

/** What the controllers of a cluster say about the run. */
export interface ControllersRead {
  readonly settings: ControllerSettings;
  /** `data` of the controller's ConfigMap where its name does not tell what it is. */
  readonly controllerConfig?: Readonly<Record<string, string>> | undefined;
  /** ConfigMaps of controllers. */
  readonly manifests: readonly ClusterManifest[];
  /** Whether ssl-passthrough acts, where the flags of one controller decide it. */
  readonly passthrough?: boolean | undefined;
}

/** How the Ingresses of the cluster say which controller they are for. */
export interface ClassesRead {
  readonly classes: readonly { readonly name: string; readonly controller: string }[];
  /** The classes that the user asked for. */
  readonly asked: readonly string[] | undefined;
}

/** Reads the flags and ConfigMaps of the controllers whose objects are read. */
export async function readControllers(
  client: ApiClient,
  from: FromChoice,
  { classes, asked }: ClassesRead,
  reading: ManifestReading,
  problems: ClusterProblems,
): Promise<ControllersRead> {
  const running = (await readWorkloads(client, problems))
    .filter(({ controller }) => from === 'auto' || controller === from)
    .map((controller) => ({ controller, read: settingsOf(controller, classes) }));
  const meant = from === 'auto' ? running : meantBy(running, asked);
  if (from !== 'auto' && meant.length === 0 && running.length > 1) saySeveral(running, problems);
  const manifests: ClusterManifest[] = [];
  let controllerConfig: Readonly<Record<string, string>> | undefined;
  for (const { controller, read } of meant) {
    sayFlags(controller, read, from, problems);
    for (const name of [read.configMap, read.tcpConfigMap]) {
      const manifest = name === undefined ? undefined : await configMap(client, name, reading, problems);
      if (manifest === undefined) continue;
      if (name === read.configMap && !isFoundByName(controller.controller, manifest.ref.name)) {
        if (from === 'auto') sayHidden(controller, manifest, problems);
        else controllerConfig = textsOf(manifest.content.data);
      } else manifests.push(manifest);
    }
  }
  const [only, ...others] = meant;
  if (from === 'auto' || only === undefined || others.length > 0) return { settings: {}, controllerConfig, manifests };
  const { settings, passthrough } = only.read;
  return { settings, controllerConfig, manifests, passthrough };
}

interface Running {
  readonly controller: RunningController;
  readonly read: ReadSettings;
}

/** Of several, the one whose classes were asked for. */
function meantBy(running: readonly Running[], asked: readonly string[] | undefined): readonly Running[] {
  if (running.length <= 1) return running;
  const fitting = running.filter(({ read }) => asked?.some((name) => read.serves.includes(name)) === true);
  return fitting.length === 1 ? fitting : [];
}

async function readWorkloads(client: ApiClient, problems: ClusterProblems): Promise<RunningController[]> {
  const found: RunningController[] = [];
  for (const resource of [DEPLOYMENTS, DAEMON_SETS]) {
    const listed = await listAll(client, resource, {}, (item) => runningController(item, resource.kind));
    if (listed.outcome === 'read') found.push(...listed.items);
    else if (listed.outcome === 'forbidden')
      problems.mayNot({ verb: 'list', resource }, 'flags of controllers that run from there are not known');
  }
  return found.sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}

function keyOf({ kind, namespace, name }: RunningController): string {
  return `${namespace}/${name}/${kind}`;
}

function refOf({ kind, namespace, name }: RunningController) {
  return { apiVersion: 'apps/v1', kind, namespace, name };
}

function saySeveral(running: readonly Running[], problems: ClusterProblems): void {
  const names = running.map(({ controller: { kind, namespace, name } }) => `${kind} ${namespace}/${name}`);
  problems.say('RS2503', `${names.join(', ')} all run the controller; the flags of none were taken`);
}

function sayFlags(
  controller: RunningController,
  read: ReadSettings,
  from: FromChoice,
  problems: ClusterProblems,
): void {
  const object = refOf(controller);
  const { controller: name } = controller;
  const isFollowed = from !== 'auto' || Object.keys(read.settings).every((key) => key === 'watchIngressWithoutClass');
  if (!isFollowed)
    problems.say(
      'RS2504',
      `${name} runs with ${read.taken.join(' ')}, and a run for several controllers follows no flags of one`,
      { object, next: `Convert with --from ${name}, so that they count.` },
    );
  else if (read.taken.length === 0) problems.say('RS2502', `${name} runs without flags that matter here`, { object });
  else for (const flag of read.taken) problems.say('RS2502', `${name} runs with ${flag}`, { object, field: flag });
  for (const { flag, why } of read.odd) problems.say('RS2504', `--${flag} is not taken over: ${why}`, { object });
}

function sayHidden(controller: RunningController, { ref }: ClusterManifest, problems: ClusterProblems): void {
  problems.say('RS2504', `ConfigMap ${ref.namespace}/${ref.name} configures it, and counts in a run for it alone`, {
    object: refOf(controller),
    next: `Convert with --from ${controller.controller}, so that it counts.`,
  });
}

async function configMap(
  client: ApiClient,
  { namespace, name }: NamespacedName,
  reading: ManifestReading,
  problems: ClusterProblems,
): Promise<ClusterManifest | undefined> {
  const one = await getOne(client, CONFIG_MAPS, namespace, name);
  if (one.outcome === 'forbidden')
    problems.mayNot(
      { verb: 'get', resource: CONFIG_MAPS, namespace },
      `what ConfigMap ${namespace}/${name} says of the controller is not known`,
    );
  // The charts name a ConfigMap that they create only when it has something to say.
  return one.outcome === 'read' ? manifestOf(one.item, CONFIG_MAPS, reading) : undefined;
}

function textsOf(data: unknown): Record<string, string> {
  return Object.fromEntries(
    Object.entries(fieldsOf(data)).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}

/** The IngressClasses among manifests, with the controllers that they name. */
export function classesAmong(manifests: readonly ClusterManifest[]): ClassesRead['classes'] {
  return manifests.flatMap(({ ref, content }) => {
    const controller = ref.kind === 'IngressClass' ? textOf(fieldsOf(content.spec).controller) : undefined;
    return controller === undefined ? [] : [{ name: ref.name, controller }];
  });
}
