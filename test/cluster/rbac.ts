import { readFileSync } from 'node:fs';
import { loadAll } from 'js-yaml';

/** A rule of a Role. */
export interface Rule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
  readonly resourceNames?: readonly string[];
}

/** What somebody wants to do. */
export interface Attempt {
  readonly verb: string;
  readonly group: string;
  readonly resource: string;
  readonly name: string | undefined;
}

/** Whether rules allow an attempt (kubernetes.io/docs/reference/access-authn-authz/rbac). */
export function allows(rules: readonly Rule[], { verb, group, resource, name }: Attempt): boolean {
  return rules.some(
    (rule) =>
      rule.apiGroups.includes(group) &&
      rule.resources.includes(resource) &&
      rule.verbs.includes(verb) &&
      (rule.resourceNames === undefined || (name !== undefined && rule.resourceNames.includes(name))),
  );
}

/** The rules of the ClusterRoles of these names in a file. */
export function rulesIn(file: string, names: readonly string[]): Rule[] {
  return loadAll(readFileSync(file, 'utf8')).flatMap((document) => {
    const { kind, metadata, rules } = document as { kind: string; metadata: { name: string }; rules: Rule[] };
    return kind === 'ClusterRole' && names.includes(metadata.name) ? rules : [];
  });
}
