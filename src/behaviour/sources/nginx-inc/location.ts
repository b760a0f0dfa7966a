import { compilePcre } from '../../regex/pcre.js';
import { printWithoutOperands } from '../../values/go-values.js';
import type { SnippetEffects } from '../ingress-nginx/snippets.js';
import type { Destination } from './cluster.js';
import type { BackendProtocol } from './input.js';
import type { PolicyEffects } from './policies.js';
import type { Settings } from './settings.js';
import type { AddedHeader } from './value-grammar.js';

/** One `location` block. */
export interface Location {
  readonly kind: 'exact' | 'prefix' | 'regex';
  /** What NGINX compares: the text after its configuration parser has read it. */
  readonly pattern: string;
  readonly caseless: boolean;
  /** As in an Outcome. */
  readonly rule: string;
  /** The path as the Ingress wrote it. */
  readonly path: string;
  /** `namespace/name` of the Ingress. */
  readonly ingress: string;
  readonly namespace: string;
  readonly service: string;
  readonly destination: Destination;
  readonly protocol: BackendProtocol;
  readonly rewrite: Rewrite | undefined;
  readonly websocket: boolean;
  /** Parameters of `sticky cookie`. */
  readonly sticky: string | undefined;
  readonly settings: Settings;
  /** Of the Ingress itself where it is a minion; what stands at the server is not repeated. */
  readonly policies: PolicyEffects;
  readonly basicAuth: Settings['basicAuth'];
  /** Headers of this block itself: any of them hides those of the server. */
  readonly addHeaders: readonly AddedHeader[];
  readonly snippet: SnippetEffects;
  /** Statuses that a minion intercepts; undefined: as at the server. */
  readonly errorCodes: ReadonlySet<number> | undefined;
  /** No authentication by request here: the way to sign in. */
  readonly open: boolean;
}

export type Rewrite =
  /** URI part of proxy_pass: takes the place of the text that matched. */
  | { readonly kind: 'replace'; readonly to: string }
  /** `rewrite pattern target break`; the expression is null where it cannot be evaluated. */
  | {
      readonly kind: 'expression';
      readonly regex: RegExp | null;
      readonly target: string;
      /** Of the groups in the expression, which are variables of the whole file. */
      readonly names: readonly string[];
    };

/** The values of nginx.org/path-regex. */
export type PathRegex = 'case_sensitive' | 'case_insensitive' | 'exact';

export function pathRegexOf(annotations: ReadonlyMap<string, string>): PathRegex | undefined {
  const value = annotations.get('nginx.org/path-regex');
  return value === 'case_sensitive' || value === 'case_insensitive' || value === 'exact' ? value : undefined;
}

/** A pattern, or what `nginx -t` says about the text that the controller writes. */
export type Pattern =
  | Pick<Location, 'kind' | 'pattern' | 'caseless'>
  | { readonly kind: 'error'; readonly message: string };

/**
 * `location PATH`, `= PATH` for Exact, and with path-regex `~ "^PATH"` and the like (makeLocationPath in
 * internal/configs/version1/template_helper.go). With path-regex an Exact path takes its `= ` into the quotation marks, so
 * that no request ever fits it. The template prints the text as a format, which spoils every percent sign: hardly a request
 * fits what becomes of it.
 */
export function locationPattern(path: string, isExact: boolean, mode: PathRegex | undefined): Pattern {
  const text = printWithoutOperands(isExact && mode !== undefined ? `= ${path}` : path);
  switch (mode) {
    case undefined:
      if (path.includes('{')) return { kind: 'error', message: `"location" directive is broken by { in ${path}` };
      return { kind: isExact ? 'exact' : 'prefix', pattern: readToken(text), caseless: false };
    case 'exact':
      return { kind: 'exact', pattern: readToken(text), caseless: false };
    case 'case_sensitive':
    case 'case_insensitive':
      return { kind: 'regex', pattern: `^${readToken(text)}`, caseless: mode === 'case_insensitive' };
  }
}

/** What ngx_conf_read_token makes of backslashes. */
function readToken(text: string): string {
  const controls: Readonly<Record<string, string>> = { t: '\t', r: '\r', n: '\n' };
  return text.replace(/\\([\s\S])/g, (whole, next: string) => (/["'\\]/.test(next) ? next : (controls[next] ?? whole)));
}

/**
 * `rewrite PATTERN TARGET break` (makeRewritePattern). The pattern stands without quotation marks, so that the `= ` of an
 * Exact path and any `{` end it too early. Without path-regex it is the bare path, anchored nowhere.
 */
export function rewriteExpression(
  path: string,
  isExact: boolean,
  mode: PathRegex | undefined,
  target: string,
): Rewrite | { readonly kind: 'error'; readonly message: string } {
  if (isExact)
    return { kind: 'error', message: `invalid number of arguments in "rewrite" directive for the Exact path ${path}` };
  if (path.includes('{')) return { kind: 'error', message: `"rewrite" directive is broken by { in ${path}` };
  const anchored = mode === 'case_sensitive' || mode === 'case_insensitive';
  const pattern = readToken(`${anchored ? '^' : ''}${path}`);
  const compiled = compilePcre(pattern, mode === 'case_insensitive');
  if (compiled.kind === 'invalid') return { kind: 'error', message: compiled.message };
  return {
    kind: 'expression',
    regex: compiled.kind === 'compiled' ? compiled.regex : null,
    target,
    names: compiled.names,
  };
}

/** Headers that the controller writes itself, after those of proxy-set-headers: the pod gets both lines. */
export function isOwnHeader(name: string): boolean {
  return /^(host|x-real-ip|x-forwarded-(for|host|port|proto))$/i.test(name);
}
