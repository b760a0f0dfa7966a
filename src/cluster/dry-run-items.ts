import type { EmittedObject } from '../conversion.js';
import { placeOfCluster } from '../kubernetes/cluster-place.js';
import { formatRef, type ObjectRef } from '../kubernetes/object.js';
import type { Item } from '../ledger/verdict.js';
import { itemOf, type TreeRemark } from '../tree/remark.js';
import type { ApiClient } from './api-client.js';
import { Discovery } from './discovery.js';
import { type DryRun, dryRun } from './dry-run.js';
import { inTurns } from './in-turns.js';
import { ruleOf } from './permissions.js';

/**
 * Asks the API server about every object of a conversion; its answers stand with the first object of the input that the
 * object was made of.
 *
 * @throws ClusterFailure when the server cannot be asked at all
 */
export async function dryRunItems(client: ApiClient, emitted: readonly EmittedObject[]): Promise<Item[]> {
  const discovery = new Discovery(client);
  return await inTurns(emitted, async (one) =>
    itemFor(one, await dryRun(client, discovery, one.object), client.context),
  );
}

function itemFor({ object, origins }: EmittedObject, answer: DryRun, context: string): Item {
  const [origin] = origins;
  const { apiVersion, kind, metadata } = object;
  const { name, namespace } = metadata;
  const ref: ObjectRef = { apiVersion, kind, name, ...(namespace === undefined ? {} : { namespace }) };
  const item = itemOf({
    ...wordsOf(answer, formatRef(ref), ref),
    source: origin?.source ?? placeOfCluster(context),
    ...(origin === undefined ? {} : { object: origin.ref }),
    field: `dry run of ${formatRef(ref)}`,
  });
  return { ...item, emitted: [ref] };
}

type Words = Pick<TreeRemark, 'code' | 'message' | 'next' | 'verdict'>;

function wordsOf(answer: DryRun, what: string, { apiVersion }: ObjectRef): Words {
  switch (answer.outcome) {
    case 'accepted':
      return { code: 'RS2520', message: `the API server accepts ${what}` };
    case 'unknown-kind':
      return { code: 'RS2522', message: `the API server does not know the kind of ${what} (${apiVersion})` };
    case 'no-namespace':
      return {
        code: 'RS2525',
        message: `${what}: the cluster has no namespace ${answer.namespace}`,
        next: `Create it (kubectl create namespace ${answer.namespace}) and try again.`,
      };
    case 'not-allowed':
      return {
        code: 'RS2523',
        message: `${what} was not tried: the account may not ${answer.verb} ${answer.resource.name}`,
        next: `Allow it with the rule ${ruleOf(answer)}.`,
      };
    case 'invalid':
      return { code: 'RS2521', verdict: 'invalid', message: `${what} is invalid: ${answer.complaints.join('; ')}` };
    case 'conflict':
      return { code: 'RS2524', message: `${what}: ${answer.complaints.join('; ')}` };
    case 'refused':
      return { code: 'RS2526', message: `${what} is refused: ${answer.complaints.join('; ')}` };
  }
}
