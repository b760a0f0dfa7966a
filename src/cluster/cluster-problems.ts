import { placeOfCluster } from '../kubernetes/cluster-place.js';
import type { ClusterProblemCode, InputProblem } from '../kubernetes/input-problem.js';
import type { ObjectRef } from '../kubernetes/object.js';
import { catalogue } from '../ledger/catalogue.js';
import { describePermission, type Permission, ruleOf } from './permissions.js';

/** What is said of a code besides its message. */
interface Words {
  readonly next?: string;
  readonly severity?: InputProblem['severity'];
  readonly object?: ObjectRef;
  readonly field?: string;
}

/** Gathers what there is to say about the reading of one cluster. */
export class ClusterProblems {
  readonly found: InputProblem[] = [];
  readonly #context: string;

  constructor(context: string) {
    this.#context = context;
  }

  say(code: ClusterProblemCode, message: string, words: Words = {}): void {
    const entry = catalogue[code];
    this.found.push({
      code,
      severity: words.severity ?? entry.severity,
      source: placeOfCluster(this.#context, words.object),
      message,
      next: words.next ?? entry.fix,
      ...(words.object === undefined ? {} : { object: words.object }),
      ...(words.field === undefined ? {} : { field: words.field }),
    });
  }

  /** Says that something may not be read, what is not known for that, and what would allow it. */
  mayNot(permission: Permission, lost: string): void {
    this.say('RS2501', `the account may not ${describePermission(permission)}: ${lost}`, {
      next: `Allow it with the rule ${ruleOf(permission)}; docs/rbac.yaml has all that is needed.`,
    });
  }
}
