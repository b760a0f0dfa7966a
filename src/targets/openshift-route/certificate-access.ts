import type { EmittedObject, KubernetesObject } from '../../conversion.js';

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
  readonly #byNamespace = new Map<
    string | undefined,
    { readonly secrets: Set<string>; readonly sources: Set<string> }
  >();

  /** @param source the line that names the object which asks for it */
  add(namespace: string | undefined, secret: string, source: string): void {
    const known = this.#byNamespace.get(namespace) ?? { secrets: new Set<string>(), sources: new Set<string>() };
    this.#byNamespace.set(namespace, known);
    known.secrets.add(secret);
    known.sources.add(source);
  }

  objects(): EmittedObject[] {
    return [...this.#byNamespace].flatMap(([namespace, { secrets, sources }]) => {
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
        sources: [...sources].sort(),
        comments,
        ruleComments: new Map(),
      }));
    });
  }
}
