import type { Conversion, EmittedObject, KubernetesObject } from '../conversion.js';
import { withDefaults } from '../differences/api-defaults.js';
import type { Drift } from '../differences/drift.js';
import { type ConvertedObject, objectChanges } from '../differences/object-changes.js';
import { withoutServerFields } from '../differences/server-fields.js';
import { placeOfCluster } from '../kubernetes/cluster-place.js';
import { formatRef } from '../kubernetes/object.js';
import type { ApiClient } from './api-client.js';
import { Discovery } from './discovery.js';
import { type DryRun, dryRun } from './dry-run.js';
import { inTurns } from './in-turns.js';
import { fieldsOf, textOf } from './json-values.js';
import { getOne } from './lists.js';

/** An object as it is on the server, and as it would be. */
interface Sides {
  readonly live?: ConvertedObject | undefined;
  readonly after?: ConvertedObject | undefined;
  readonly problem?: string | undefined;
}

/**
 * What applying a conversion would change on the server: each object as it is there against what a dry run makes of it, with
 * the defaults and the fields of others that the server keeps. Where it refuses the dry run, the object as it is written.
 *
 * @param readSecrets whether Secrets are compared, for which their values have to be read
 */
export async function serverDrift(client: ApiClient, conversion: Conversion, readSecrets: boolean): Promise<Drift> {
  const discovery = new Discovery(client);
  const sides = await inTurns(conversion.emitted, (one) => sidesOf(client, discovery, one, readSecrets));
  const { file, line } = placeOfCluster(client.context);
  return {
    target: conversion.target,
    objects: objectChanges(
      sides.flatMap(({ live }) => live ?? []),
      sides.flatMap(({ after }) => after ?? []),
    ),
    compared: sides.filter(({ after }) => after !== undefined).length,
    leftOut: 0,
    problems: sides.flatMap(({ problem }) => (problem === undefined ? [] : [{ file, line, message: problem }])),
  };
}

async function sidesOf(
  client: ApiClient,
  discovery: Discovery,
  { object, sources }: EmittedObject,
  readSecrets: boolean,
): Promise<Sides> {
  const { apiVersion, kind, metadata } = object;
  const what = formatRef({ apiVersion, kind, ...metadata });
  if (kind === 'Secret' && !readSecrets) return { problem: `${what} is not compared without --read-certificates` };
  const resource = await discovery.ofType(apiVersion, kind);
  const written = comparable(object, sources);
  if (resource === undefined) return { after: written, problem: `the server does not know the kind of ${what}` };
  const namespace = resource.namespaced ? (metadata.namespace ?? client.namespace) : undefined;
  const live = await getOne(client, resource, namespace, metadata.name);
  if (live.outcome === 'forbidden') return { problem: `${what} may not be read (get ${resource.name})` };
  const answer = await dryRun(client, discovery, object);
  const problem = problemOf(answer, what);
  const accepted = answer.outcome === 'accepted' ? objectOf(answer.object) : undefined;
  const stored = live.outcome === 'read' ? objectOf({ apiVersion, kind, ...fieldsOf(live.item) }) : undefined;
  return {
    live: stored === undefined ? undefined : comparable(stored, sources),
    after: accepted === undefined ? written : comparable(accepted, sources),
    problem,
  };
}

function comparable(object: KubernetesObject, sources: readonly string[]): ConvertedObject {
  return { object: withDefaults(withoutServerFields(object)), sources };
}

function objectOf(content: Readonly<Record<string, unknown>>): KubernetesObject | undefined {
  const metadata = fieldsOf(content.metadata);
  const [apiVersion, kind, name] = [textOf(content.apiVersion), textOf(content.kind), textOf(metadata.name)];
  if (apiVersion === undefined || kind === undefined || name === undefined) return undefined;
  const namespace = textOf(metadata.namespace);
  return {
    ...content,
    apiVersion,
    kind,
    metadata: { ...metadata, name, ...(namespace === undefined ? {} : { namespace }) },
  };
}

function problemOf(answer: DryRun, what: string): string | undefined {
  switch (answer.outcome) {
    case 'accepted':
      return undefined;
    case 'unknown-kind':
      return `the server does not know the kind of ${what}`;
    case 'no-namespace':
      return `${what}: the cluster has no namespace ${answer.namespace}; compared as it is written`;
    case 'not-allowed':
      return `${what} may not be tried (${answer.verb} ${answer.resource.name}); compared as it is written`;
    case 'invalid':
    case 'conflict':
    case 'refused':
      return `the server refuses ${what}, compared as it is written: ${answer.complaints.join('; ')}`;
  }
}
