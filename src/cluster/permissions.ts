import type { Resource } from './resources.js';

/** Something that a run wants to do and may not. */
export interface Permission {
  readonly verb: 'get' | 'list' | 'patch' | 'create';
  readonly resource: Pick<Resource, 'group' | 'name' | 'namespaced'>;
  /** Where; absent for the whole cluster. */
  readonly namespace?: string | undefined;
}

/** `list ingresses.networking.k8s.io in all namespaces` */
export function describePermission({ verb, resource, namespace }: Permission): string {
  const name = resource.group === '' ? resource.name : `${resource.name}.${resource.group}`;
  const where = !resource.namespaced
    ? ''
    : namespace === undefined
      ? ' in all namespaces'
      : ` in namespace ${namespace}`;
  return `${verb} ${name}${where}`;
}

/** The rule of a Role that would allow it, in one line: for findings, which are no place for manifests. */
export function ruleOf({ verb, resource }: Permission): string {
  return `{apiGroups: ["${resource.group}"], resources: [${resource.name}], verbs: [${verb}]}`;
}

/** The roles that would allow all of it, as YAML: one for the whole cluster, and one for each namespace. */
export function rolesFor(permissions: readonly Permission[]): string {
  const scopes = new Map<string, Permission[]>();
  for (const permission of permissions) {
    const scope = permission.resource.namespaced ? (permission.namespace ?? '') : '';
    scopes.set(scope, [...(scopes.get(scope) ?? []), permission]);
  }
  return [...scopes]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([namespace, wanted]) => roleText(namespace, wanted))
    .join('---\n');
}

function roleText(namespace: string, permissions: readonly Permission[]): string {
  const kind = namespace === '' ? 'ClusterRole' : 'Role';
  const place = namespace === '' ? '' : `  namespace: ${namespace}\n`;
  const rules = new Map<string, Set<string>>();
  for (const { verb, resource } of permissions) {
    const key = `${resource.group}\n${verb}`;
    rules.set(key, (rules.get(key) ?? new Set()).add(resource.name));
  }
  const lines = [...rules].map(([key, names]) => {
    const [group = '', verb = ''] = key.split('\n');
    return `  - apiGroups: ["${group}"]\n    resources: [${[...names].join(', ')}]\n    verbs: [${verb}]\n`;
  });
  return `apiVersion: rbac.authorization.k8s.io/v1\nkind: ${kind}\nmetadata:\n  name: routeshift\n${place}rules:\n${lines.join('')}`;
}
