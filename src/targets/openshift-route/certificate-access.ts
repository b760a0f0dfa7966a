import type { EmittedObject } from '../../conversion.js';
import type { Owner } from '../../model/traffic.js';
import { Names } from '../names.js';
import { sourceLine } from '../object-metadata.js';

const RBAC = 'rbac.authorization.k8s.io';

/** The Secrets that Routes refer to: the router may read each of them by a Role of its own (openshift-semantics 2.12). */
export class CertificateAccess {
  readonly #needed = new Map<string, { namespace: string | undefined; secret: string; owners: Set<Owner> }>();

  need(owner: Owner, secret: string): void {
    const key = `${owner.namespace ?? ''}\n${secret}`;
    const known = this.#needed.get(key);
    if (known !== undefined) known.owners.add(owner);
    else this.#needed.set(key, { namespace: owner.namespace, secret, owners: new Set([owner]) });
  }

  objects(): EmittedObject[] {
    const names = new Names();
    const sorted = [...this.#needed].sort(([a], [b]) => (a < b ? -1 : 1));
    return sorted.flatMap(([key, { namespace, secret, owners }]) => {
      const name = names.give(`Role\n${namespace ?? ''}`, `router-reads-${secret}`, key);
      const metadata = { name, ...(namespace === undefined ? {} : { namespace }) };
      const described = {
        sources: [...new Set([...owners].map(sourceLine))].sort(),
        comments: ['lets the router read the certificate that Routes refer to'],
        ruleComments: new Map<number, readonly string[]>(),
      };
      const role = {
        apiVersion: `${RBAC}/v1`,
        kind: 'Role',
        metadata,
        rules: [{ apiGroups: [''], resources: ['secrets'], resourceNames: [secret], verbs: ['get', 'list', 'watch'] }],
      };
      const binding = {
        apiVersion: `${RBAC}/v1`,
        kind: 'RoleBinding',
        metadata,
        roleRef: { apiGroup: RBAC, kind: 'Role', name },
        subjects: [{ kind: 'ServiceAccount', name: 'router', namespace: 'openshift-ingress' }],
      };
      return [
        { object: role, ...described },
        { object: binding, ...described },
      ];
    });
  }
}
