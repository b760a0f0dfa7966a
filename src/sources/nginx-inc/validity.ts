import type { Ingress, IngressBackend } from '../../kubernetes/ingress.js';
import type { HeldAnnotations, Refusal } from '../held-annotations.js';
import type { Role } from './annotations.js';
import { rewritesOf, serviceNames } from './grammar.js';

/** Keys without which another one rejects the Ingress, and what their value has to be (annotationValidations). */
const COMPANIONS: readonly (readonly [string, string, 'any' | 'true'])[] = [
  ['nginx.org/hsts-max-age', 'nginx.org/hsts', 'any'],
  ['nginx.org/hsts-include-subdomains', 'nginx.org/hsts', 'any'],
  ['nginx.org/hsts-behind-proxy', 'nginx.org/hsts', 'any'],
  ['nginx.org/basic-auth-realm', 'nginx.org/basic-auth-secret', 'any'],
  ['nginx.com/health-checks-mandatory', 'nginx.com/health-checks', 'true'],
  ['nginx.com/health-checks-mandatory-queue', 'nginx.com/health-checks-mandatory', 'true'],
];

const SERVICE_LISTS = ['nginx.org/websocket-services', 'nginx.org/ssl-services', 'nginx.org/grpc-services'];

/** The first annotation that is refused for want of another one, or for a Service that the Ingress does not refer to. */
export function refusedCompanion(annotations: HeldAnnotations, ingress: Ingress): Refusal | undefined {
  for (const [key, needed, value] of COMPANIONS) {
    const item = annotations.item(key);
    if (item === undefined) continue;
    const isThere = value === 'any' ? annotations.has(needed) : annotations.bool(needed)?.value === true;
    if (!isThere) return { item, reason: `needs ${needed}${value === 'true' ? ': true' : ''}` };
  }
  const services = servicesOf(ingress);
  const isForeign = (name: string): boolean => !services.has(name);
  for (const key of [...SERVICE_LISTS, 'nginx.org/rewrites']) {
    const list = annotations.text(key);
    const [item] = list?.from ?? [];
    if (list === undefined || item === undefined) continue;
    const names = key === 'nginx.org/rewrites' ? [...rewritesOf(list.value).keys()] : [...serviceNames(list.value)];
    const foreign = names.find(isForeign);
    if (foreign !== undefined)
      return { item, reason: `names the Service ${JSON.stringify(foreign)}, to which no path of the Ingress leads` };
  }
  return refusedPair(annotations);
}

/** proxy-redirect-from and -to belong together, and the words off and default have no replacement. */
function refusedPair(annotations: HeldAnnotations): Refusal | undefined {
  const [from, to] = ['nginx.org/proxy-redirect-from', 'nginx.org/proxy-redirect-to'] as const;
  const start = annotations.text(from)?.value;
  const isWord = start === 'off' || start === 'default';
  const [first, second] = [annotations.item(from), annotations.item(to)];
  if (second !== undefined && (start === undefined || isWord))
    return { item: second, reason: `needs ${from} with something to replace` };
  return first !== undefined && !isWord && second === undefined ? { item: first, reason: `needs ${to}` } : undefined;
}

function servicesOf({ defaultBackend, rules }: Ingress): ReadonlySet<string> {
  const paths = rules.flatMap((rule) => rule?.paths ?? []);
  const backends = [defaultBackend, ...paths.map((path) => path?.backend)];
  return new Set(backends.flatMap((backend) => (backend?.kind === 'service' ? [backend.name] : [])));
}

/** Why the controller rejects the spec of an Ingress (validateIngressSpec in internal/k8s/validation.go); undefined if it does not. */
export function specProblem(ingress: Ingress, role: Role): string | undefined {
  const { defaultBackend, rules, tls } = ingress;
  if (isResource(defaultBackend)) return 'spec.defaultBackend is no Service';
  if (rules.length === 0) return 'it has no rules';
  const seen = new Set<string>();
  for (const rule of rules) {
    const host = rule?.host ?? '';
    if (host === '') return 'a rule has no host (-allow-empty-ingress-host is off by default)';
    if (seen.has(host)) return `two rules have the host ${host}`;
    seen.add(host);
    for (const path of rule?.paths ?? []) {
      if (path === undefined) continue;
      const problem = pathProblem(path.path ?? '', path.pathType);
      if (problem !== undefined) return `the path ${JSON.stringify(path.path ?? '')} ${problem}`;
      if (isResource(path.backend)) return `the path ${path.path ?? '/'} leads to no Service`;
    }
  }
  return roleProblem(role, rules.length, rules[0]?.paths?.length ?? 0, tls.length);
}

function isResource(backend: IngressBackend | undefined): boolean {
  return backend !== undefined && backend.kind !== 'service';
}

function roleProblem(role: Role, rules: number, paths: number, tls: number): string | undefined {
  switch (role) {
    case 'ordinary':
      return undefined;
    case 'master':
      if (rules !== 1) return 'a master has exactly one rule';
      return paths > 0 ? 'a master has no paths' : undefined;
    case 'minion':
      if (tls > 0) return 'a minion has no tls';
      if (rules !== 1) return 'a minion has exactly one rule';
      return paths === 0 ? 'a minion has at least one path' : undefined;
  }
}

/** validatePath, as of release 5.6. */
function pathProblem(path: string, pathType: string | undefined): string | undefined {
  if (path === '') return pathType === 'ImplementationSpecific' || pathType === undefined ? undefined : 'is empty';
  if (path.startsWith('//')) return 'begins with //';
  if (path.split(/[/\\]/).includes('..')) return 'contains ..';
  if (!/^\/[^\s;]*$/.test(path)) return 'does not begin with / or contains white space or ;';
  if (isNoExpression(path)) return 'is no regular expression, which every path has to be';
  if (!/^(?:[^"\\]|\\.)*$/.test(path)) return 'has a quotation mark or a final backslash that is not escaped';
  if (hasLettersInBraces(path)) return 'has letters in braces';
  return /^\/etc\/|^\/root(?:\/|$)|^\/var(?:\/|$)|\\n|\\r$/.test(path)
    ? 'names a directory of the controller itself'
    : undefined;
}

/** What JavaScript and PCRE both refuse. What only PCRE has is let through; no target takes it. */
function isNoExpression(path: string): boolean {
  if (/\(\?|\(\*|[*+?}]\+|\[\[:/.test(path)) return false;
  try {
    new RegExp(path);
    return false;
  } catch {
    return true;
  }
}

/** From each opening brace to the next closing one. */
function hasLettersInBraces(path: string): boolean {
  const closed = path.split('}').slice(0, -1);
  return closed.some((part) => part.includes('{') && /[A-Za-z]/.test(part.slice(part.indexOf('{'))));
}
