import type { EmittedObject, KubernetesObject } from '../../conversion.js';
import type { Owner } from '../../model/traffic.js';
import { originsOf, sourceLine } from '../object-metadata.js';

const RBAC_API = 'rbac.authorization.k8s.io/v1';
const RBAC_GROUP = 'rbac.authorization.k8s.io';
const NAME = 'router-certificates';

interface Role extends KubernetesObject {
  readonly rules: readonly object[];
}

interface RoleBinding extends KubernetesObject {
  readonly roleRef: object;
  readonly subjects: readonly object[];
}

/**
 * What lets the router read the Secrets that Routes refer to with externalCertificate (reference §2.12): without it the API
 * server refuses such a Route. One Role and RoleBinding for each namespace, for these Secrets and no others.
 */
export class CertificateAccess {
  readonly #byNamespace = new Map<string | undefined, { readonly secrets: Set<string>; readonly owners: Set<Owner> }>();

  /** @param owner the object which asks for it */
  add(namespace: string | undefined, secret: string, owner: Owner): void {
    const known = this.#byNamespace.get(namespace) ?? { secrets: new Set<string>(), owners: new Set<Owner>() };
    this.#byNamespace.set(namespace, known);
    known.secrets.add(secret);
    known.owners.add(owner);
  }

  objects(): EmittedObject[] {
    return [...this.#byNamespace].flatMap(([namespace, { secrets, owners }]) => {
      const metadata = { name: NAME, ...(namespace === undefined ? {} : { namespace }) };
      const role: Role = {
        apiVersion: RBAC_API,
        kind: 'Role',
        metadata,
        rules: [
          {
            apiGroups: [''],
            resources: ['secrets'],
            resourceNames: [...secrets].sort(),
            verbs: ['get', 'list', 'watch'],
          },
        ],
      };
      const binding: RoleBinding = {
        apiVersion: RBAC_API,
        kind: 'RoleBinding',
        metadata,
        roleRef: { apiGroup: RBAC_GROUP, kind: 'Role', name: NAME },
        subjects: [{ kind: 'ServiceAccount', name: 'router', namespace: 'openshift-ingress' }],
      };
      const comments = ['lets the router read the certificates of the Routes here; has to be there before they are'];
      return [role, binding].map((object) => ({
        object,
        sources: [...new Set([...owners].map(sourceLine))].sort(),
        origins: originsOf(owners),
        comments,
        ruleComments: new Map(),
      }));
    });
  }
}
