import { compilePcre } from '../../regex/pcre.js';
import { refusedAnnotation } from './annotation-checks.js';
import type { IngressObject, IngressPath } from './ingress-objects.js';
import type { NginxIncFlags } from './input.js';

export const MERGEABLE = 'nginx.org/mergeable-ingress-type';

export function isMaster({ annotations }: IngressObject): boolean {
  return annotations.get(MERGEABLE) === 'master';
}

export function isMinion({ annotations }: IngressObject): boolean {
  return annotations.get(MERGEABLE) === 'minion';
}

/**
 * Why the controller rejects an Ingress, hosts and all; undefined if it takes it (validateIngress in
 * internal/k8s/validation.go). One reason is enough, so the first one is told.
 */
export function rejection(ingress: IngressObject, flags: NginxIncFlags, snippets: boolean): string | undefined {
  const emptyHost = flags.allowEmptyIngressHost === true;
  const hostless = emptyHost && ingress.rules.some(({ host }) => host === '');
  const refused = refusedAnnotation({
    annotations: ingress.annotations,
    services: servicesOf(ingress),
    plus: flags.plus === true,
    snippets,
    hostless,
  });
  if (refused !== undefined) return `annotation ${refused} is not valid`;
  return specProblem(ingress, emptyHost, flags.release ?? '5.6') ?? roleProblem(ingress);
}

/** getSpecServices: a list of Services may name those that the Ingress itself refers to. */
function servicesOf({ defaultBackend, rules }: IngressObject): ReadonlySet<string> {
  const backends = [defaultBackend, ...rules.flatMap(({ paths }) => paths.map(({ backend }) => backend))];
  return new Set(
    backends.flatMap((backend) => (typeof backend === 'object' && backend !== null ? [backend.service] : [])),
  );
}

function specProblem(
  { defaultBackend, rules, tls }: IngressObject,
  emptyHost: boolean,
  release: NonNullable<NginxIncFlags['release']>,
): string | undefined {
  if (defaultBackend === null || defaultBackend === 'resource') return 'spec.defaultBackend is no Service';
  if (rules.length === 0) return 'spec.rules is empty';
  const seen = new Set<string>();
  for (const [index, { host, paths }] of rules.entries()) {
    if (host === '' && !emptyHost) return `spec.rules[${index}] has no host`;
    if (seen.has(host)) return `spec.rules[${index}] repeats the host ${host}`;
    seen.add(host);
    for (const [at, path] of paths.entries()) {
      const problem = pathProblem(path, release);
      if (problem !== undefined) return `spec.rules[${index}].http.paths[${at}] ${problem}`;
    }
  }
  if (emptyHost && seen.has('') && tls.some(({ hosts }) => hosts.includes(''))) return 'spec.tls lists an empty host';
  return undefined;
}

/** validatePath and validateBackend. */
function pathProblem(
  { path, pathType, backend }: IngressPath,
  release: NonNullable<NginxIncFlags['release']>,
): string | undefined {
  if (path === '') {
    if (pathType !== 'ImplementationSpecific') return 'has no path';
  } else {
    const problem = textProblem(path, release);
    if (problem !== undefined) return `has the path ${path}, which ${problem}`;
  }
  return backend === null || backend === 'resource' ? 'has no Service' : undefined;
}

function textProblem(path: string, release: NonNullable<NginxIncFlags['release']>): string | undefined {
  if (path.startsWith('//')) return 'begins with //';
  if (path.split(/[/\\]/).includes('..')) return 'contains ..';
  if (!/^\/[^\s;]*$/.test(path)) return 'does not begin with / or contains white space or ;';
  if (compilePcre(path, false).kind === 'invalid') return 'is no regular expression';
  if (!/^(?:[^"\\]|\\.)*$/.test(path)) return 'has a quotation mark or a final backslash that is not escaped';
  if (hasLettersInBraces(path)) return 'has letters in braces';
  const illegal =
    release === '5.5' ? /\/etc\/|\/root|\/var|\\n|\\r$/ : /^\/etc\/|^\/root(?:\/|$)|^\/var(?:\/|$)|\\n|\\r$/;
  return illegal.test(path) ? 'names a path of the controller itself' : undefined;
}

/** validateCurlyBraces: from each opening brace to the next closing one. */
function hasLettersInBraces(path: string): boolean {
  let open = path.indexOf('{');
  while (open >= 0) {
    const close = path.indexOf('}', open);
    if (close < 0) return false;
    if (/[A-Za-z]/.test(path.slice(open, close))) return true;
    open = path.indexOf('{', close);
  }
  return false;
}

/** validateMasterSpec and validateMinionSpec. */
function roleProblem(ingress: IngressObject): string | undefined {
  const { rules, tls } = ingress;
  const paths = rules[0]?.paths.length ?? 0;
  if (isMaster(ingress)) {
    if (rules.length !== 1) return 'a master has exactly one rule';
    return paths > 0 ? 'a master has no paths' : undefined;
  }
  if (!isMinion(ingress)) return undefined;
  if (tls.length > 0) return 'a minion has no tls';
  if (rules.length !== 1) return 'a minion has exactly one rule';
  return paths === 0 ? 'a minion has at least one path' : undefined;
}
