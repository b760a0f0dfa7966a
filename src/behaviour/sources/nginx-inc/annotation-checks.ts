import { compilePcre } from '../../regex/pcre.js';
import { parseGoBool, parseGoInt } from '../../values/go-values.js';
import {
  entriesOf,
  isQuotable,
  parseBuffers,
  parseErrorCodes,
  parseOffset,
  parsePorts,
  parseRedirectCode,
  parseRewrites,
  parseServiceList,
  parseSize,
  parseStickyServices,
  parseTime,
} from './value-grammar.js';

/** What the check of an annotation may look at besides its value. */
export interface CheckContext {
  readonly annotations: ReadonlyMap<string, string>;
  /** Names of the Services that the Ingress refers to. */
  readonly services: ReadonlySet<string>;
  readonly plus: boolean;
  readonly snippets: boolean;
  /** A rule without host, where that is allowed. */
  readonly hostless: boolean;
}

type Check = (value: string, context: CheckContext) => boolean;

const isBool: Check = (value) => parseGoBool(value) !== undefined;
const isInt: Check = (value) => parseGoInt(value) !== undefined;
const isUint: Check = (value) => /^\d{1,20}$/.test(value) && BigInt(value) < 2n ** 64n;
const isTime: Check = (value) => parseTime(value) !== undefined;
const isSize: Check = (value) => parseSize(value) !== undefined;
const isOffset: Check = (value) => parseOffset(value) !== undefined;
const isSubdomain: Check = (value) =>
  value.length <= 253 && /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/.test(value);
const isHeaderName: Check = (value) => /^[-A-Za-z0-9]+$/.test(value);
/** A value that is written between quotes and in which NGINX would read a variable. */
const isHeaderValue: Check = (value) => !/[\n\r$]/.test(value) && /^(?:[^"\\]|\\.)*$/.test(value);
const isPlus: Check = (_value, { plus }) => plus;
const isHosted: Check = (_value, { hostless }) => !hostless;
const allowsSnippets: Check = (_value, { snippets }) => snippets;
const isPathRegex: Check = (value) => ['case_sensitive', 'case_insensitive', 'exact'].includes(value);
const isHeaderList: Check = (value, context) => value.split(',').every((name) => isHeaderName(name.trim(), context));
const isMergeableType: Check = (value) => value === 'master' || value === 'minion';
const isInherit: Check = (value) => ['on', 'off', 'merge'].includes(value.trim().toLowerCase());

const methods = ['least_conn', 'ip_hash', 'random', 'random two', 'random two least_conn'];
const plusMethods = [
  ...methods,
  'random two least_time=header',
  'random two least_time=last_byte',
  'least_time header',
  'least_time last_byte',
  'least_time header inflight',
  'least_time last_byte inflight',
];
const isMethod: Check = (value, { plus }) => {
  const method = value.trim();
  return (
    method === 'round_robin' ||
    /^hash [^ ]*(?: consistent)?$/.test(method) ||
    (plus ? plusMethods : methods).includes(method)
  );
};

const isAddHeader: Check = (value, context) =>
  value.split(',').every((entry) => {
    const [[name = '', text = '', flag = ''] = []] = entriesOf(entry, 3);
    return isHeaderName(name, context) && isHeaderValue(text, context) && /^(?:always)?$/i.test(flag);
  });
const isSetHeader: Check = (value, context) =>
  value.split(',').every((entry) => {
    const [[name = '', text = ''] = []] = entriesOf(entry, 2);
    return isHeaderName(name, context) && isHeaderValue(text, context);
  });

const nextUpstream =
  /^(?:error|timeout|invalid_header|http_500|http_502|http_503|http_504|http_403|http_404|http_429|non_idempotent|off)$/;
const isNextUpstream: Check = (value, { plus }) => {
  const words = value.split(/\s+/).filter((word) => word !== '');
  const known = words.every((word) => nextUpstream.test(word) || (plus && word === 'denied'));
  return known && new Set(words).size === words.length;
};

const isServiceList: Check = (value, { services }) => [...parseServiceList(value)].every((name) => services.has(name));
const isRewriteList: Check = (value, { services }) => {
  const rewrites = parseRewrites(value);
  return rewrites !== undefined && [...rewrites.keys()].every((name) => services.has(name));
};

/** validatePath in pkg/apis/configuration/validation/common.go. */
function isPath(path: string): boolean {
  return !path.startsWith('//') && !path.split(/[/\\]/).includes('..') && /^\/[^\s{};\\]*$/.test(path);
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused
const isRewriteTarget: Check = (value) => isPath(value) && !/[;{}[\]|<>,^`~\x00-\x1f\x7f]/.test(value);
const isAppRoot: Check = (value) =>
  value !== '/' && isPath(value) && /^\/[A-Za-z0-9\-_.!*'():@&=+,/?%]*$/.test(value) && !value.endsWith('/');

const isRedirectText: Check = (value) => /^[^;{}`\s#]+$/.test(value);
const isRedirectFrom: Check = (value, context) => {
  if (value === 'off' || value === 'default') return true;
  const [, expression] = /^~\*?([\s\S]*)$/.exec(value) ?? [];
  const readable = expression === undefined || compilePcre(expression, false).kind !== 'invalid';
  return isRedirectText(value, context) && readable;
};

const isPolicyList: Check = (value, context) =>
  value.split(',').every((item) => {
    const parts = item.trim().split(/\/([\s\S]*)/, 2);
    return parts.every((part) => isSubdomain(part, context));
  });
const isUrl: Check = (value) => /^[a-z][a-z0-9+.-]*:\/\/[^/?#]/i.test(value) && !/[;{}$\n\r` "\\#\t]/.test(value);

/** Another key has to be there, and to have such a value. */
function beside(key: string, check: Check): Check {
  return (_value, context) => {
    const other = context.annotations.get(key);
    return other !== undefined && check(other, context);
  };
}

const isTrue: Check = (value) => parseGoBool(value) === true;
const any: Check = () => true;
const withHsts = beside('nginx.org/hsts', isBool);
/** Without the modules for it, which need NGINX Plus, these keys are refused. */
const never: Check = () => false;

/** annotationValidations in internal/k8s/validation.go: what each key asks of its value; keys that are not here are unchecked. */
const CHECKS: Readonly<Record<string, readonly Check[]>> = {
  'nginx.org/mergeable-ingress-type': [isMergeableType],
  'nginx.org/lb-method': [isMethod],
  'nginx.com/health-checks': [isPlus, isBool],
  'nginx.com/health-checks-mandatory': [isPlus, beside('nginx.com/health-checks', isTrue), isBool],
  'nginx.com/health-checks-mandatory-queue': [isPlus, beside('nginx.com/health-checks-mandatory', isTrue), isUint],
  'nginx.com/slow-start': [isPlus, isTime],
  'nginx.org/server-tokens': [(value, context) => context.plus || isBool(value, context), isQuotable],
  'nginx.org/server-snippets': [allowsSnippets],
  'nginx.org/location-snippets': [allowsSnippets],
  'nginx.org/add-header-inherit': [isInherit],
  'nginx.org/proxy-connect-timeout': [isTime],
  'nginx.org/proxy-read-timeout': [isTime],
  'nginx.org/proxy-send-timeout': [isTime],
  'nginx.org/proxy-hide-headers': [isHeaderList],
  'nginx.org/proxy-pass-headers': [isHeaderList],
  'nginx.org/proxy-set-headers': [isSetHeader],
  'nginx.org/add-header': [isAddHeader],
  'nginx.org/client-max-body-size': [isOffset],
  'nginx.org/client-body-buffer-size': [isSize],
  'nginx.org/redirect-to-https': [isBool],
  'ingress.kubernetes.io/ssl-redirect': [isBool],
  'nginx.org/ssl-redirect': [isBool],
  'nginx.org/proxy-buffering': [isBool],
  'nginx.org/hsts': [isBool],
  'nginx.org/hsts-max-age': [withHsts, isInt],
  'nginx.org/hsts-include-subdomains': [withHsts, isBool],
  'nginx.org/hsts-behind-proxy': [withHsts, isBool],
  'nginx.org/proxy-buffers': [(value) => parseBuffers(value) !== undefined],
  'nginx.org/proxy-buffer-size': [isSize],
  'nginx.org/proxy-busy-buffers-size': [(value, context) => value === '' || isSize(value, context)],
  'nginx.org/proxy-max-temp-file-size': [isSize],
  'nginx.org/proxy-next-upstream': [(value) => value !== '', isNextUpstream],
  'nginx.org/proxy-next-upstream-timeout': [isTime],
  'nginx.org/proxy-next-upstream-tries': [isUint],
  'nginx.org/upstream-zone-size': [isSize],
  'nginx.org/basic-auth-secret': [isSubdomain],
  'nginx.org/basic-auth-realm': [beside('nginx.org/basic-auth-secret', any), isQuotable],
  'nginx.com/jwt-realm': [isPlus, (value) => value !== '', isQuotable],
  'nginx.com/jwt-key': [isPlus, isSubdomain],
  'nginx.com/jwt-token': [isPlus, (value) => value.startsWith('$') && isQuotable(value.slice(1))],
  'nginx.com/jwt-login-url': [isPlus, isUrl],
  'nginx.org/listen-ports': [isHosted, (value) => parsePorts(value) !== undefined],
  'nginx.org/listen-ports-ssl': [isHosted, (value) => parsePorts(value) !== undefined],
  'nginx.org/keepalive': [isInt],
  'nginx.org/max-fails': [isUint],
  'nginx.org/max-conns': [isUint],
  'nginx.org/fail-timeout': [isTime],
  'nginx.org/limit-req-key': [(value) => /^(?:\$\{[a-zA-Z_]\w*\}|\$[a-zA-Z_]\w*)+$/.test(value)],
  'nginx.org/websocket-services': [isServiceList],
  'nginx.org/ssl-services': [isServiceList],
  'nginx.org/grpc-services': [isServiceList],
  'nginx.org/rewrites': [isRewriteList],
  'nginx.org/rewrite-target': [isRewriteTarget],
  'nginx.org/sticky-cookie-services': [(value) => parseStickyServices(value) !== undefined],
  'nginx.com/sticky-cookie-services': [isPlus, (value) => parseStickyServices(value) !== undefined],
  'nginx.org/path-regex': [isPathRegex],
  'nginx.org/use-cluster-ip': [isBool],
  'nginx.org/http-redirect-code': [(value) => parseRedirectCode(value) !== undefined],
  'nginx.org/app-root': [isAppRoot],
  'nginx.org/proxy-redirect-from': [isRedirectFrom],
  'nginx.org/proxy-redirect-to': [isRedirectText],
  'nginx.org/custom-http-errors': [(value) => parseErrorCodes(value) !== undefined],
  'nginx.org/policies': [isPolicyList],
  'nginx.com/policies': [isPlus, isPolicyList],
  'appprotect.f5.com/app-protect-enable': [never],
  'appprotect.f5.com/app-protect-policy': [never],
  'appprotect.f5.com/app-protect-security-log-enable': [never],
  'appprotect.f5.com/app-protect-security-log': [never],
  'appprotect.f5.com/app-protect-security-log-destination': [never],
  'appprotectdos.f5.com/app-protect-dos-resource': [never],
};

/** The first key, in the order of the alphabet, for which the whole Ingress is rejected; undefined if it may stay. */
export function refusedAnnotation(context: CheckContext): string | undefined {
  const refused = Object.keys(CHECKS)
    .sort()
    .find((key) => {
      const value = context.annotations.get(key);
      return value !== undefined && !(CHECKS[key] ?? []).every((check) => check(value, context));
    });
  return refused ?? refusedPair(context);
}

/** validateProxyRedirectPair: from and to belong together, and a keyword has no replacement. */
function refusedPair({ annotations }: CheckContext): string | undefined {
  const from = annotations.get('nginx.org/proxy-redirect-from');
  const isWord = from === 'off' || from === 'default';
  const hasTo = annotations.has('nginx.org/proxy-redirect-to');
  if (hasTo && (from === undefined || isWord)) return 'nginx.org/proxy-redirect-to';
  return from !== undefined && !isWord && !hasTo ? 'nginx.org/proxy-redirect-from' : undefined;
}
