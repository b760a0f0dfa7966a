import type { Request } from '../../src/behaviour/outcome.js';
import { createOpenshiftRouterModel, type OpenshiftRouterModel } from '../../src/behaviour/targets/openshift-router.js';
import { loading } from '../servers/loading.js';
import { Workplace } from '../servers/workplace.js';
import { inputOf, type RouteDraft } from './arbitrary-routes.js';
import { startEcho, startNamed } from './exchange.js';
import { configError, startHaproxy } from './haproxy-process.js';
import { expected, observed, TERMINATION } from './observation.js';
import { type Doors, type Rendered, render } from './rendering.js';

/** Routes with what is around them, and what is asked of them. */
export interface Scene {
  readonly routes: readonly RouteDraft[];
  /** Asked one after the other. */
  readonly requests: readonly Request[];
}

/** What was compared, so that a test can hold that there was enough of it. */
export interface Tally {
  /** Sets that HAProxy served. */
  served: number;
  /** Sets that HAProxy refuses, as the model says. */
  refused: number;
  /** Sets with something in them that the model says it does not evaluate. Nothing is asked of them. */
  unmodelled: number;
  requests: number;
  /** Kind of answer, such as `http 503 router` or `https pod`, to number of answers. */
  readonly answers: Map<string, number>;
}

export const newTally = (): Tally => ({ served: 0, refused: 0, unmodelled: 0, requests: 0, answers: new Map() });

/** One difference between HAProxy and the model. */
export interface Disagreement {
  readonly routes: readonly RouteDraft[];
  readonly request?: Request | undefined;
  readonly haproxy: unknown;
  readonly model: unknown;
}

interface Prepared {
  readonly scene: Scene;
  readonly model: OpenshiftRouterModel;
  readonly doors: Doors;
  readonly configuration: Rendered;
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

async function compareServed(
  { scene, model, doors, configuration }: Prepared,
  tally: Tally,
): Promise<Disagreement | undefined> {
  for (const request of scene.requests) {
    const haproxy = await observed(request, doors, configuration.backends);
    const claimed = expected(request, model, haproxy);
    tally.requests++;
    const kind = `${request.scheme} ${haproxy.pod === undefined ? haproxy.status : 'pod'}`;
    tally.answers.set(kind, (tally.answers.get(kind) ?? 0) + 1);
    if (!same(haproxy, claimed)) return { routes: scene.routes, request, haproxy, model: claimed };
  }
  return undefined;
}

/** Asks HAProxy and the model the same and gives the first difference. All sets share one start of HAProxy. */
export async function firstDisagreement(
  scenes: readonly Scene[],
  tally: Tally,
  createModel = createOpenshiftRouterModel,
): Promise<Disagreement | undefined> {
  using place = new Workplace();
  const prepared = scenes.map((scene, index): Prepared => {
    const model = createModel(inputOf(scene.routes));
    const doors = doorsOf(place, index);
    return {
      scene,
      model,
      doors,
      configuration: render(scene.routes, model.describe(), { scene: index, folder: place.folder, doors }),
    };
  });
  const loaded = loading(prepared, (all: readonly Rendered[]) => configError(place, all));
  if (loaded.kind === 'disagreed') {
    return { routes: loaded.about.scene.routes, haproxy: loaded.server, model: loaded.model };
  }
  const { readable } = loaded;
  tally.refused += loaded.refused;
  tally.unmodelled += loaded.unmodelled;
  const [first] = readable;
  if (first === undefined) return undefined;
  const servers = [await startEcho(first.doors.echo), await startNamed(first.doors.termination, TERMINATION)];
  try {
    for (const { doors, configuration } of readable) {
      for (const [backend, { passthrough, servers: list }] of configuration.backends.entries()) {
        if (!passthrough) continue;
        for (const [server, { backend: label }] of list.entries()) {
          servers.push(await startNamed(doors.pod(backend, server), `${backend} ${label}`));
        }
      }
    }
    const all = readable.map(({ configuration }) => configuration);
    await using _running = await startHaproxy(place, all, (readable.at(-1) ?? first).doors.tls);
    tally.served += readable.length;
    const found = await Promise.all(readable.map((one) => compareServed(one, tally)));
    return found.find((one) => one !== undefined);
  } finally {
    for (const server of servers) server.close();
  }
}

function doorsOf(place: Workplace, scene: number): Doors {
  return {
    http: place.socket(`${scene}h`),
    tls: place.socket(`${scene}t`),
    terminated: place.socket(`${scene}e`),
    echo: place.socket('echo'),
    termination: place.socket('end'),
    pod: (backend, server) => place.socket(`${scene}p${backend}-${server}`),
  };
}
