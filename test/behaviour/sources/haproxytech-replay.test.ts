import { existsSync, readFileSync } from 'node:fs';
import { load } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import type { HeaderChanges, Outcome } from '../../../src/behaviour/outcome.js';
import { createHaproxytechModel } from '../../../src/behaviour/sources/haproxytech.js';
import { type CaseRequest, type Expectation, type HaproxytechCase, inputOf, requestOf } from './haproxytech-cases.js';

const file = '../shared/cases/haproxytech.yaml';
const cases = existsSync(file) ? (load(readFileSync(file, 'utf8')) as readonly HaproxytechCase[]) : [];

/** The headers that a backend sees: those of the client with the changes made. */
function seen(sent: CaseRequest['headers'], { set, added, removed }: HeaderChanges): Map<string, string> {
  const headers = new Map(Object.entries(sent ?? {}).map(([name, value]) => [name.toLowerCase(), value]));
  for (const name of removed) headers.delete(name);
  for (const [name, value] of Object.entries(set)) headers.set(name, value);
  for (const [name, value] of Object.entries(added)) {
    const before = headers.get(name);
    headers.set(name, before === undefined ? value : `${before}, ${value}`);
  }
  return headers;
}

function compare(request: CaseRequest, outcome: Outcome, wanted: Expectation): void {
  const limit = outcome.guards.find(({ kind }) => kind === 'rate-limit')?.parameters;
  const exceeded = limit !== undefined && (request.repeat ?? 1) > Number(limit.requests);
  expect(exceeded ? limit.status : outcome.status).toBe(wanted.status);
  if (exceeded) return;
  expect(outcome.backend ?? undefined).toBe(wanted.backend === undefined ? undefined : `default/${wanted.backend}`);
  expect(outcome.location).toBe(wanted.location);
  if (wanted.upstream_path !== undefined) expect(outcome.path).toBe(wanted.upstream_path);
  if (wanted.tls_terminated_by === 'backend') expect(outcome.certificate).toBeNull();
  const upstream = seen(request.headers, outcome.requestHeaders);
  if (outcome.host !== null) upstream.set('host', outcome.host);
  for (const [name, value] of Object.entries(wanted.upstream_headers ?? {}))
    expect(upstream.get(name), name).toBe(value);
  for (const name of wanted.absent_upstream_headers ?? []) expect(upstream.has(name), name).toBe(false);
  const answered = seen({}, outcome.responseHeaders);
  for (const [name, value] of Object.entries(wanted.response_headers ?? {}))
    expect(answered.get(name), name).toBe(value);
  for (const name of wanted.absent_response_headers ?? []) {
    expect(answered.has(name), name).toBe(false);
    if (name === 'set-cookie') expect(outcome.guards.map(({ kind }) => kind)).not.toContain('affinity');
  }
}

describe.skipIf(!existsSync(file))('the haproxytech model gives the answers of the cases in ../shared', () => {
  it.each(cases)('$id: $about', (entry) => {
    const model = createHaproxytechModel(inputOf(entry));
    expect(model.configErrors).toEqual([]);
    expect(model.ignoredIngresses).toEqual([]);
    expect(entry.requests.length).toBe(entry.expect.length);
    for (const [index, request] of entry.requests.entries()) {
      const wanted = entry.expect[index];
      if (wanted !== undefined) compare(request, model.answer(requestOf(request)), wanted);
    }
  });
});
