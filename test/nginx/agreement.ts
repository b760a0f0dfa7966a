import type { Outcome, Request } from '../../src/behaviour/outcome.js';
import { createIngressNginxModel, type IngressNginxModel } from '../../src/behaviour/sources/ingress-nginx.js';
import { loading } from '../servers/loading.js';
import { Workplace } from '../servers/workplace.js';
import type { IngressDraft } from './arbitrary-ingresses.js';
import { send, startEcho, type WireAnswer } from './exchange.js';
import { configError, startNginx } from './nginx-process.js';
import { render } from './rendering.js';

/** A set of Ingresses and what is asked of it. */
export interface Scene {
  readonly ingresses: readonly IngressDraft[];
  readonly requests: readonly Request[];
}

/** What was compared, so that a test can hold that there was enough of it. */
export interface Tally {
  /** Sets that nginx served. */
  served: number;
  /** Sets that nginx refuses, as the model says. */
  refused: number;
  /** Sets with something in them that the model says it does not evaluate. Nothing is asked of them. */
  unmodelled: number;
  requests: number;
  /** Status to number of answers. */
  readonly statuses: Map<number, number>;
}

export const newTally = (): Tally => ({ served: 0, refused: 0, unmodelled: 0, requests: 0, statuses: new Map() });

/** One difference between nginx and the model. */
export interface Disagreement {
  readonly ingresses: readonly IngressDraft[];
  readonly request?: Request | undefined;
  readonly nginx: unknown;
  readonly model: unknown;
}

interface Served {
  readonly scene: Scene;
  readonly model: IngressNginxModel;
  readonly socket: string;
  readonly configuration: string;
  /** As in Rendered. */
  readonly rules: readonly string[];
}

/** What nginx has to answer if the model is right, in the words of an answer on the wire. */
function expected({ status, location, backend, path, host, rule }: Outcome) {
  const seen = backend === null ? undefined : { backend, target: path, host };
  return { status, location, rule, seen };
}

function observed(answer: WireAnswer, { socket, rules }: Served, outcome: Outcome) {
  // The model names no rule where nginx answers before it looks at one.
  const rule = outcome.rule === 'nginx' ? 'nginx' : answer.rule === undefined ? undefined : rules[answer.rule];
  // The built-in 404 server is a backend here; for the model it is an answer of the controller.
  const { backend = '', target, host } = answer.seen ?? {};
  const seen = backend === '' ? undefined : { backend, target, host };
  // Without a Host header nginx redirects to its own address, which the model does not know.
  const location = answer.location?.replace(`unix:${socket}`, '');
  return { status: answer.status, location, rule, seen };
}

/** The redirect to HTTPS is Lua's, so it is switched off. */
const assumptions = { assumeServicesExist: true, controllerConfig: { 'ssl-redirect': 'false' } };

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

async function compareServed(served: Served, tally: Tally): Promise<Disagreement | undefined> {
  const { model, scene, socket } = served;
  const answers = await Promise.all(scene.requests.map((request) => send(socket, request)));
  for (const [index, request] of scene.requests.entries()) {
    const outcome = model.answer(request);
    const answer = answers[index] as WireAnswer;
    tally.requests++;
    tally.statuses.set(answer.status, (tally.statuses.get(answer.status) ?? 0) + 1);
    const [nginx, claimed] = [observed(answer, served, outcome), expected(outcome)];
    if (!same(nginx, claimed)) return { ingresses: scene.ingresses, request, nginx, model: claimed };
  }
  return undefined;
}

/** Asks nginx and the model the same and gives the first difference. All sets share one start of nginx. */
export async function firstDisagreement(
  scenes: readonly Scene[],
  tally: Tally,
  createModel = createIngressNginxModel,
): Promise<Disagreement | undefined> {
  using place = new Workplace();
  const backend = place.socket('echo');
  const prepared = scenes.map((scene, index): Served => {
    const model = createModel({ ingresses: scene.ingresses, ...assumptions });
    const socket = place.socket(String(index));
    const { text, rules } = render(model.describe(), socket, backend);
    return { scene, model, socket, configuration: text, rules };
  });
  const loaded = loading(prepared, (texts: readonly string[]) => configError(place, texts));
  if (loaded.kind === 'disagreed') {
    return { ingresses: loaded.about.scene.ingresses, nginx: loaded.server, model: loaded.model };
  }
  tally.refused += loaded.refused;
  tally.unmodelled += loaded.unmodelled;
  const [first] = loaded.readable;
  if (first === undefined) return undefined;
  const texts = loaded.readable.map(({ configuration }) => configuration);
  const echo = await startEcho(backend);
  try {
    await using _running = await startNginx(place, texts, first.socket);
    for (const served of loaded.readable) {
      tally.served++;
      const found = await compareServed(served, tally);
      if (found !== undefined) return found;
    }
    return undefined;
  } finally {
    echo.close();
  }
}
