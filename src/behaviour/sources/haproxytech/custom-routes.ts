import { compilePcre } from '../../regex/pcre.js';
import type { IngressPath } from './ingress-objects.js';
import { type AclScope, type Condition, readAcl } from './route-acl.js';

/** A path whose Service has `route-acl`: a `use_backend` rule before the maps (AddCustomRoute in pkg/route/route.go). */
export interface CustomRoute {
  readonly path: IngressPath;
  readonly backend: string;
  readonly matches: Condition;
}

/** Undefined, with the reason, where the model cannot evaluate the condition. */
export function readCustomRoute(
  path: IngressPath,
  backend: string,
  acl: string,
): { readonly route: CustomRoute } | { readonly problem: string } {
  const host = hostCondition(path.host);
  const inPath = pathCondition(path);
  const condition = readAcl(acl);
  if (inPath === undefined) return { problem: `the path ${path.path} as an expression` };
  if (condition === undefined) return { problem: `route-acl ${acl}` };
  const matches = (scope: AclScope): number => (host(scope) && inPath(scope.path) ? condition(scope) : 0);
  return { route: { path, backend, matches } };
}

/** A wildcard is a suffix here, whatever the number of labels before it. */
function hostCondition(host: string): (scope: AclScope) => boolean {
  if (host === '') return () => true;
  const suffix = host.slice(1);
  return ({ variables }) => {
    const asked = variables.get('host');
    return asked !== undefined && (host.startsWith('*') ? asked.endsWith(suffix) : asked === host);
  };
}

/** Whatever is not Exact is a path with its elements, and stands unescaped in an expression. */
function pathCondition({ path, pathType }: IngressPath): ((path: string) => boolean) | undefined {
  if (path === '') return () => true;
  if (pathType === 'Exact') return (asked) => asked === path;
  if (path === '/') return (asked) => asked.startsWith('/');
  const compiled = compilePcre(`^${path.replace(/\/$/, '')}($|/)`, false);
  return compiled.kind === 'compiled' ? (asked) => compiled.regex.test(asked) : undefined;
}
