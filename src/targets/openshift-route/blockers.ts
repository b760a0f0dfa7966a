import { isDnsName } from '../../kubernetes/dns-name.js';
import { leastLength } from '../../kubernetes/stand-ins.js';
import type { FindingCode } from '../../ledger/catalogue.js';
import { formatHost } from '../../model/host-pattern.js';
import type { ItemId } from '../../model/traced.js';
import type { Action, Rule, VirtualHost } from '../../model/traffic.js';
import type { Blocker } from '../blocker.js';
import { isPossibleHeader } from './headers.js';
import type { PathReader } from './path-reader.js';
import type { Planning } from './planning.js';
import { missingProtections } from './protections.js';
import { rewriteTarget, templateOf } from './rewrite.js';
import { isNeverRequested } from './route-path.js';

type Block = (code: FindingCode, items: readonly ItemId[], what: string, next: string, acceptable?: boolean) => void;

/** Every reason not to write a Route for a rule, apart from what the other rules of its host have to say. */
export function blockersOf(host: VirtualHost, reader: PathReader, planning: Planning): Blocker[] {
  const { rule } = reader;
  const blockers = rule.action.kind === 'forward' ? missingProtections(rule.policies, planning.trustsForwarded) : [];
  const block: Block = (code, items, what, next, acceptable = false) => {
    blockers.push({ code, items, details: [], verdict: 'unsupported', what, next, acceptable });
  };
  blockHost(host, rule, block);
  if (reader.beyond !== undefined) {
    const what = `the expression ${reader.beyond.pattern}, which is more than a prefix in disguise: the path of a Route is a literal`;
    const next = 'Write the paths out one by one, or route the directory above them and let the application decide.';
    const code = 'RS2163';
    const verdict = 'unsupported';
    blockers.push({ code, items: rule.from, details: rule.regexFrom, verdict, what, next, acceptable: false });
  }
  if (rule.action.kind === 'redirect') blockRedirect(rule.action, block);
  if (rule.action.kind === 'forward') {
    blockRewrite(reader, block);
    blockForwarding(host, rule, rule.action, passes(host, planning), block);
  }
  return blockers;
}

/** An application root leaves `/` to the backend, and a missing slash too: these lose a comfort, not a path. */
function blockRedirect({ redirect }: Action & { kind: 'redirect' }, block: Block): void {
  const { status, purpose, scheme, hostname, port, path = '' } = redirect.value;
  if (purpose === 'app-root' || purpose === 'add-slash') return;
  const host =
    hostname === undefined ? '' : `${scheme ?? 'http(s)'}://${hostname}${port === undefined ? '' : `:${port}`}`;
  const what = `a redirect to ${host === '' && path === '' ? 'another address' : `${host}${path}`} with ${status}: the only redirect of a Route is the one to https`;
  block('RS2166', redirect.from, what, 'Redirect in the application, or by a small backend that does nothing else.');
}

function blockHost(host: VirtualHost, rule: Rule, block: Block): void {
  if (host.host.kind === 'any') {
    const next = 'Name the hosts, or serve the others by a default backend in front of the router.';
    block('RS2162', rule.from, 'a rule without a host: a Route always has one', next);
    return;
  }
  const name = host.host.kind === 'exact' ? host.host.name : host.host.suffix;
  if (isRouteHost(name)) return;
  const what = `the host ${name}, which is no DNS name as the API of Routes wants it (labels of at most 63 lower-case letters, digits and dashes)`;
  block('RS2162', rule.from, what, 'Use a host name of DNS.');
}

/** A host that the API of Routes takes (library-go route validation). */
export function isRouteHost(name: string): boolean {
  return isDnsName(name) && name.split('.').every((label) => leastLength(label) <= 63);
}

function blockRewrite(reader: PathReader, block: Block): void {
  const rewrite = reader.rule.action.kind === 'forward' ? reader.rule.action.rewrite : undefined;
  if (rewrite?.value.inexpressible !== undefined) {
    block('RS2183', rewrite.from, rewrite.value.inexpressible, 'Let the application serve the original paths.');
    return;
  }
  const template = templateOf(reader.rule);
  if (template === undefined || reader.beyond !== undefined || isNeverRequested(reader.literal)) return;
  const { shape, literal } = reader;
  const tree = shape === undefined || shape.groups.below !== undefined;
  const bare = literal !== '' && (shape === undefined || shape.groups.bare !== undefined);
  const fits =
    (!tree || rewriteTarget(reader, literal, literal === '' ? 'all' : 'tree').kind !== 'impossible') &&
    (!bare || rewriteTarget(reader, literal, 'bare').kind !== 'impossible');
  if (fits) return;
  const from = rewrite?.from ?? [];
  const what = `the rewrite of ${literal === '' ? '/' : literal} to ${template}: a Route replaces its own path and appends the rest as it is, in letters, digits and the signs - . _ ~ / only`;
  const next = 'Let the application serve the original paths.';
  block('RS2183', from.length > 0 ? from : reader.rule.from, what, next);
}

function passes({ host }: VirtualHost, { model }: Planning): boolean {
  return model.passthroughs.some((one) => formatHost(one.host) === formatHost(host));
}

function blockForwarding(
  host: VirtualHost,
  rule: Rule,
  action: Action & { kind: 'forward' },
  isPassed: boolean,
  block: Block,
): void {
  const { primary } = action.split;
  const items = primary.from.length > 0 ? primary.from : rule.from;
  if (primary.namespace !== rule.owner.namespace) {
    const what = `a Service of another namespace (${primary.namespace ?? 'the current one'}/${primary.service}): a Route only refers to its own`;
    block('RS2197', items, what, `Write a Route in the namespace of Service ${primary.service}.`);
  }
  if (primary.externalName !== undefined) {
    const what = `a Service of type ExternalName (${primary.service}), which has no endpoints for the router`;
    block('RS2171', items, what, 'Give the Service endpoints of its own, or put a proxy in front of the name.');
  }
  const { protocol } = rule.policies;
  if (protocol?.value === 'fastcgi') {
    const next = 'Put an HTTP server in front of the application.';
    block('RS2195', protocol.from, 'a FastCGI backend, to which the router does not speak', next);
  }
  const isSecured = protocol?.value === 'https' || protocol?.value === 'grpcs';
  if (isSecured && host.tls.kind === 'http-only' && rule.plainHttp.kind === 'serve') {
    const what = `plain HTTP to a backend that speaks TLS, on a host ${isPassed ? 'whose TLS passes through' : 'that is not served over https'}`;
    const next = isPassed ? 'Redirect plain HTTP to https on this host.' : 'Give the host a certificate in spec.tls.';
    block('RS2195', protocol.from, what, next);
  }
  if (action.host !== undefined && !isPossibleHeader({ name: 'Host', value: action.host.value })) {
    const what = `a Host header that depends on the request (${action.host.value})`;
    block('RS2181', action.host.from, what, 'Write a literal host name.', true);
  }
}
