import { readCertificate } from '../manifests/certificate.js';
import {
  certificateOf,
  certificatesOfSecret,
  keyPairOfSecret,
  withoutSecretValues,
} from '../manifests/secret-values.js';
import type { ApiClient } from './api-client.js';
import { ClusterManifest } from './cluster-manifest.js';
import type { ClusterProblems } from './cluster-problems.js';
import { inTurns } from './in-turns.js';
import { fieldsOf, isFields, listOf, textOf } from './json-values.js';
import { getOne, listAll } from './lists.js';
import { SECRETS } from './resources.js';

/** The columns of Secrets (pkg/printers/internalversion printers.go: Name, Type, Data, Age) without the objects. */
const TABLE = 'application/json;as=Table;g=meta.k8s.io;v=v1';

export interface SecretReading {
  readonly context: string;
  /** Reads the Secrets that `spec.tls` names, to see which hosts their certificates cover. */
  readonly certificates: boolean;
  /** Keeps their keys, for output that has to hold them. */
  readonly keepKeyPairs: boolean;
}

/**
 * Looks for the Secrets that Ingresses name under `spec.tls`. Without `certificates` only names, types and numbers of keys
 * are asked for, and no value leaves the API server: whether a Secret is there is all that the answer is used for.
 */
export async function readSecrets(
  client: ApiClient,
  ingresses: readonly ClusterManifest[],
  reading: SecretReading,
  problems: ClusterProblems,
): Promise<ClusterManifest[]> {
  const named = secretsNamed(ingresses);
  if (named.size === 0) return [];
  if (!reading.certificates) {
    await lookFor(client, named, problems);
    problems.say('RS2506', 'which hosts the certificates of spec.tls cover was not looked into', {
      field: 'options.readCertificates',
    });
    return [];
  }
  const all = [...named].flatMap(([namespace, names]) => [...names].map(([name, by]) => ({ namespace, name, by })));
  let refused = 0;
  const found = await inTurns(all, async ({ namespace, name, by }) => {
    const one = await getOne(client, SECRETS, namespace, name);
    if (one.outcome === 'forbidden') refused += 1;
    if (one.outcome === 'absent') sayMissing(name, by, problems);
    return one.outcome === 'read' ? secretOf(one.item, namespace, name, reading) : undefined;
  });
  if (refused > 0)
    problems.mayNot(
      { verb: 'get', resource: SECRETS },
      `certificates of ${refused} of ${all.length} Secrets are not known`,
    );
  return found.flatMap((one) => one ?? []);
}

/** The Ingresses that name each Secret, by namespace and name. */
type Named = ReadonlyMap<string, ReadonlyMap<string, readonly ClusterManifest[]>>;

function secretsNamed(ingresses: readonly ClusterManifest[]): Named {
  const named = new Map<string, Map<string, ClusterManifest[]>>();
  for (const ingress of ingresses) {
    const namespace = ingress.ref.namespace ?? 'default';
    for (const entry of listOf(fieldsOf(ingress.content.spec).tls)) {
      const name = textOf(fieldsOf(entry).secretName);
      if (name === undefined) continue;
      const names = named.get(namespace) ?? new Map<string, ClusterManifest[]>();
      named.set(namespace, names);
      const by = names.get(name) ?? [];
      if (!by.includes(ingress)) by.push(ingress);
      names.set(name, by);
    }
  }
  return named;
}

async function lookFor(client: ApiClient, named: Named, problems: ClusterProblems): Promise<void> {
  let refused: string | undefined;
  await inTurns([...named], async ([namespace, names]) => {
    if (refused !== undefined) return;
    const listed = await listAll(client, SECRETS, { namespace, accept: TABLE, includeObject: 'None' }, nameInRow);
    if (listed.outcome === 'forbidden') refused = namespace;
    if (listed.outcome !== 'read') return;
    const there = new Set(listed.items);
    for (const [name, by] of names) if (!there.has(name)) sayMissing(name, by, problems);
  });
  if (refused !== undefined)
    problems.mayNot(
      { verb: 'list', resource: SECRETS, namespace: refused },
      'whether the Secrets that spec.tls names exist is not known',
    );
}

function nameInRow(row: unknown): string | undefined {
  return textOf(listOf(fieldsOf(row).cells)[0]);
}

function sayMissing(name: string, by: readonly ClusterManifest[], problems: ClusterProblems): void {
  for (const { ref } of by)
    problems.say('RS2505', `Secret ${name} is not in namespace ${ref.namespace ?? 'default'}`, {
      object: ref,
      field: 'spec.tls',
    });
}

/** What is left of a Secret once its certificate was looked into. */
function secretOf(
  item: unknown,
  namespace: string,
  name: string,
  { context, keepKeyPairs }: SecretReading,
): ClusterManifest | undefined {
  if (!isFields(item)) return undefined;
  const { type, data } = item;
  const content = { apiVersion: 'v1', kind: 'Secret', metadata: { name, namespace }, type, data };
  const ref = { apiVersion: 'v1', kind: 'Secret', namespace, name };
  return new ClusterManifest(ref, withoutSecretValues(content), context, {
    certificate: certificateOf(content, readCertificate),
    certificates: certificatesOfSecret(content),
    keyPair: keepKeyPairs ? keyPairOfSecret(content) : undefined,
  });
}
