import type { RouteDraft } from './arbitrary-routes.js';

/** As Go quotes text for a regular expression. */
const literally = (text: string): string => text.replace(/[\\.+*?()|[\]{}^$]/g, (char) => `\\${char}`);

/** One free label in the place of the first one, if the Route is a wildcard. */
function hostExpression({ spec: { host, wildcardPolicy } }: RouteDraft): string {
  return wildcardPolicy === 'Subdomain' ? `[^\\.]*${literally(host.slice(host.indexOf('.')))}` : literally(host);
}

/** The key of a line for the name in a greeting of TLS. */
export function nameExpression(draft: RouteDraft): string {
  return `^${hostExpression(draft)}$`;
}

/** The key of a line for host and path (reference §2.1): a path ends at a slash, its own or the next one. */
export function pathExpression(draft: RouteDraft): string {
  const { path = '' } = draft.spec;
  const slashesOnly = path.replaceAll('/', '') === '';
  const tail = path.endsWith('/') && !slashesOnly ? '(.*)?' : '(/.*)?';
  return `^${hostExpression(draft)}\\.?(:[0-9]+)?${slashesOnly ? '' : literally(path)}${tail}$`;
}

/** What a rewrite looks for (reference §2.7): the path as if it were an expression, and for the target / one slash more. */
export function rewriteExpression({ metadata: { annotations }, spec: { path = '' } }: RouteDraft): string {
  const slash = annotations['haproxy.router.openshift.io/rewrite-target'] === '/' ? '/?' : '';
  return `^${path}${slash}(.*)$`;
}
