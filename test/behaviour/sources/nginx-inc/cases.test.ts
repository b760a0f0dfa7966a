import { describe, expect, it } from 'vitest';
import type { Guard } from '../../../../src/behaviour/outcome.js';
import { createNginxIncModel } from '../../../../src/behaviour/sources/nginx-inc.js';
import { casesAreThere, inputOf, type NginxIncCase, podFor, readCases, requestOf } from './case-file.js';

/** Cases that are not replayed, each with its reason. */
const leftOut: Readonly<Record<string, string>> = {
  'nic-master-rewrites-ignored':
    'its master lists a Service that it does not refer to, for which the controller rejects it, as the case itself assumes ' +
    '(validateServiceListAnnotation, getSpecServices in internal/k8s/validation.go); its minion then has no master, and ' +
    'the answer is 404 instead of 200',
};

const cases = readCases();

/** `namespace/service:port` to the `service:port` of the cases. */
function bare(backend: string | null): string | undefined {
  return backend === null ? undefined : backend.slice(backend.indexOf('/') + 1);
}

/** How many requests of a zone came before, which decides without burst whether the next one passes. */
function isOverRate(guards: readonly Guard[], used: Map<unknown, number>): Guard | undefined {
  const guard = guards.find(({ kind }) => kind === 'rate-limit');
  if (guard === undefined) return undefined;
  const before = used.get(guard.parameters.zone) ?? 0;
  used.set(guard.parameters.zone, before + 1);
  return before > Number(guard.parameters.burst) ? guard : undefined;
}

function replay(entry: NginxIncCase): void {
  const model = createNginxIncModel(inputOf(entry));
  const breaks = entry.expect.some(({ config_error }) => config_error === true);
  expect(model.configErrors.length > 0).toBe(breaks);
  expect(model.unmodelled).toEqual([]);
  if (breaks) return;
  const used = new Map<unknown, number>();
  for (const [index, request] of entry.requests.entries()) {
    const wanted = entry.expect[index] ?? {};
    const got = model.exchange(requestOf(request), () => podFor(request));
    const { outcome } = got;
    const limit = isOverRate(outcome.guards, used);
    const status = limit === undefined ? got.status : limit.parameters.status;
    expect(status === 0 ? 'tls-rejected' : status, `status of request ${index}`).toBe(wanted.status);
    if (limit === undefined) expect(bare(got.backend), `backend of request ${index}`).toBe(wanted.backend);
    if (wanted.upstream_path !== undefined) expect(outcome.path).toBe(wanted.upstream_path);
    if (wanted.location !== undefined) expect(got.clientHeaders.location).toBe(wanted.location);
    if (wanted.backend_tls !== undefined) expect(got.backendTls).toEqual(wanted.backend_tls);
    expect(got.clientHeaders).toMatchObject(wanted.response_headers ?? {});
    expect(got.upstreamHeaders).toMatchObject(wanted.upstream_headers ?? {});
    for (const name of wanted.absent_response_headers ?? []) expect(got.clientHeaders).not.toHaveProperty(name);
  }
}

describe.skipIf(!casesAreThere)('the model of the NGINX Ingress Controller gives the answers of ../shared', () => {
  it('every case that is left out exists', () => {
    const ids = new Set(cases.map(({ id }) => id));
    expect(Object.keys(leftOut).filter((id) => !ids.has(id))).toEqual([]);
  });

  it('what is left out because the master is rejected is rejected, and one that refers to the Service is not', () => {
    const entry = cases.find(({ id }) => id === 'nic-master-rewrites-ignored');
    if (entry === undefined) throw new Error('the case is gone');
    const input = inputOf(entry);
    const [request] = entry.requests.map(requestOf);
    if (request === undefined) throw new Error('the case asks nothing');
    const rejected = createNginxIncModel(input);
    expect(rejected.ignoredIngresses.map(({ name }) => name)).toEqual(['m', 't']);
    expect(rejected.answer(request).status).toBe(404);
    const [master, ...minions] = input.ingresses as readonly { readonly spec: object }[];
    const defaultBackend = { service: { name: 'tea', port: { number: 80 } } };
    const taken = createNginxIncModel({
      ...input,
      ingresses: [{ ...master, spec: { ...master?.spec, defaultBackend } }, ...minions],
    });
    // What the case is about: the master's list is dropped, and the minion's own rewrite holds.
    const upgrade = { ...request, headers: { Upgrade: 'websocket' } };
    expect(taken.answer(upgrade)).toMatchObject({
      backend: 'default/tea:80',
      path: '/x',
      requestHeaders: { removed: ['upgrade'] },
    });
  });

  const replayed = cases.filter(({ id }) => leftOut[id] === undefined);
  it.each(replayed.map((entry) => [entry.id, entry.about, entry] as const))('%s: %s', (_id, _about, entry) => {
    replay(entry);
  });
});
