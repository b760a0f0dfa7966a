import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createNginxIncModel, type NginxIncModel } from '../../../src/behaviour/sources/nginx-inc.js';
import { loading } from '../../servers/loading.js';
import { Workplace } from '../../servers/workplace.js';
import { send, startEcho } from '../exchange.js';
import { configError, startNginx } from '../nginx-process.js';
import { inputOf, type RequestDraft, type Scene, USER } from './drafts.js';
import { MAPS, written } from './template.js';

/** What was compared, so that a test can hold that there was enough of it. */
export interface Tally {
  served: number;
  refused: number;
  unmodelled: number;
  /** Status, or `pod` for what was forwarded, to number of answers. */
  readonly answers: Map<string, number>;
}

export const newTally = (): Tally => ({ served: 0, refused: 0, unmodelled: 0, answers: new Map() });

/** One difference between nginx and the model. */
export interface Disagreement {
  readonly ingresses: Scene['ingresses'];
  readonly request?: RequestDraft | undefined;
  readonly nginx: unknown;
  readonly model: unknown;
}

interface Answer {
  readonly status: number;
  readonly location: string | undefined;
  readonly backend: string | undefined;
  readonly target: string | undefined;
  readonly sent: Readonly<Record<string, string>>;
  readonly received: Readonly<Record<string, string>>;
}

const POD_HEADERS = { 'X-Powered-By': 'pod', 'X-Old': 'old', 'X-Own': 'pod' };

const SENT = /^(?:host|x-real-ip|x-forwarded-(?:for|host|proto)|x-team|x-more|x-caller|x-own|upgrade)$/;
const RECEIVED = /^(?:x-own|x-other|via|x-powered-by|x-old|strict-transport-security|www-authenticate)$/;

function only(headers: Readonly<Record<string, string>>, pattern: RegExp): Readonly<Record<string, string>> {
  const entries = Object.entries(headers).filter(([name]) => pattern.test(name));
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

async function observed(request: RequestDraft, socket: string): Promise<Answer> {
  const address = { 'X-Client-Address': request.clientAddress ?? '127.0.0.1' };
  const told = { ...request, headers: { ...request.headers, ...address } };
  const { status, location, headers, seen } = await send(socket, told, request.bodyBytes);
  return {
    status,
    location,
    backend: seen?.backend,
    target: seen?.target,
    sent: only(seen?.headers ?? {}, SENT),
    received: only(headers, RECEIVED),
  };
}

function expected(request: RequestDraft, model: NginxIncModel): Answer {
  const { outcome, ...whole } = model.exchange(request, () => ({ status: 200, headers: POD_HEADERS }));
  return {
    status: whole.status,
    location: outcome.location,
    backend: whole.backend?.replace(/^default\/(.*):80$/, '$1'),
    target: outcome.path ?? undefined,
    sent: only(whole.upstreamHeaders, SENT),
    received: only(whole.clientHeaders, RECEIVED),
  };
}

/** Asks nginx and the model the same and gives the differences. All scenes share one start of nginx. */
export async function* disagreements(
  scenes: readonly Scene[],
  tally: Tally,
  createModel = createNginxIncModel,
): AsyncGenerator<Disagreement, void> {
  using place = new Workplace();
  writeFileSync(join(place.folder, 'users'), USER.replace(':', ':{PLAIN}'));
  const echo = place.socket('echo');
  const prepared = scenes.map((scene, index) => {
    const model = createModel(inputOf(scene));
    const socket = place.socket(String(index));
    const configuration = written(scene, model.describe(), index, { socket, echo, folder: place.folder });
    return { scene, model, socket, configuration };
  });
  const loaded = loading(prepared, (texts: readonly string[]) => configError(place, [MAPS, ...texts]));
  if (loaded.kind === 'disagreed') {
    yield { ingresses: loaded.about.scene.ingresses, nginx: loaded.server, model: loaded.model };
    return;
  }
  tally.refused += loaded.refused;
  tally.unmodelled += loaded.unmodelled;
  const last = loaded.readable.at(-1);
  if (last === undefined) return;
  const pods = await startEcho(echo, POD_HEADERS);
  try {
    const texts = loaded.readable.map(({ configuration }) => configuration);
    await using _running = await startNginx(place, [MAPS, ...texts], last.socket);
    for (const { scene, model, socket } of loaded.readable) {
      tally.served++;
      for (const request of scene.requests) {
        const [nginx, claimed] = [await observed(request, socket), expected(request, model)];
        const kind = nginx.backend === undefined ? String(nginx.status) : 'pod';
        tally.answers.set(kind, (tally.answers.get(kind) ?? 0) + 1);
        if (JSON.stringify(nginx) !== JSON.stringify(claimed))
          yield { ingresses: scene.ingresses, request, nginx, model: claimed };
      }
    }
  } finally {
    pods.close();
  }
}

/** The first of them. */
export async function firstDisagreement(...asked: Parameters<typeof disagreements>): Promise<Disagreement | undefined> {
  for await (const found of disagreements(...asked)) return found;
  return undefined;
}
