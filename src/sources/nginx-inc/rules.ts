import type { Policies } from '../../model/policies.js';
import type { ItemId, Traced } from '../../model/traced.js';
import type { Action, PlainHttp, Rule } from '../../model/traffic.js';
import { selectAnswers } from '../snippets/selected-answers.js';
import { resolveBackend } from './backends.js';
import type { Context } from './context.js';
import { inOrder, type Location, type Tried } from './locations.js';
import { type Place, type PolicyReader, policyReader } from './policies.js';

/** The locations that one Ingress brings to a host. */
export interface Block {
  readonly place: Place;
  readonly locations: readonly Location[];
}

/** What it takes to turn the locations of a host into rules. */
export interface ServerBlock {
  readonly host: string;
  /** Of the rule in its Ingress. */
  readonly index: number;
  readonly blocks: readonly Block[];
  readonly plainHttp: PlainHttp;
  readonly refusesTls: boolean;
  readonly plus: boolean;
}

/** The rules of a host in the order in which nginx tries them. */
export function rulesOf(server: ServerBlock, context: Context): Rule[] {
  const { blocks } = server;
  const { tried, doubled } = inOrder(blocks.flatMap(({ locations }) => locations));
  sayUnwritten(server, doubled, context);
  const readers = new Map(
    blocks.map((block) => [
      block.place.minion ?? block.place.server,
      { block, policies: policyReader(block.place, context) },
    ]),
  );
  const rules: Rule[] = [];
  const failed = blocks[0]?.place.serverEffects.failure;
  const root = failed === undefined ? appRootOf(server, readers.values().next().value?.policies) : undefined;
  if (root !== undefined) rules.push(root);
  for (const one of tried) {
    const reader = readers.get(one.location.served);
    if (reader !== undefined) rules.push(ruleOf(one, reader.block.place, reader.policies, server, context));
  }
  const hasRoot = rules.some(({ path }) => path.kind === 'element-prefix' && path.path === '/');
  if (failed !== undefined && !hasRoot) rules.push(...closedHost(server, failed));
  return rules;
}

function ruleOf(
  { location, path, addsSlash }: Tried,
  { serverEffects, minionEffects }: Place,
  policiesOf: PolicyReader,
  { plainHttp, refusesTls, plus, host }: ServerBlock,
  context: Context,
): Rule {
  const { served, label, items, regexFrom, backend } = location;
  const base = {
    owner: served.owner,
    label,
    path,
    plainHttp,
    ...(refusesTls ? { refusesTls: true as const } : {}),
    from: items,
    regexFrom: addsSlash ? [] : regexFrom,
  };
  const closed = (status: number, reason: string, from: readonly ItemId[]): Rule => ({
    ...base,
    action: { kind: 'respond', status, reason, from },
    policies: {},
    // At the server it is answered before anything is redirected.
    ...(serverEffects.failure === undefined ? {} : { plainHttp: { kind: 'serve', from: [] } }),
  });
  if (location.broken !== undefined) {
    sayBroken(location, location.broken, context);
    return closed(503, `nginx refuses the configuration with this path (${location.broken})`, items);
  }
  // The redirect to a final slash comes before what a location says.
  const failure = serverEffects.failure ?? (addsSlash ? undefined : minionEffects?.failure);
  if (failure !== undefined) return closed(500, `${failure.value}, so the controller answers 500`, failure.from);
  const answer = addsSlash ? undefined : answerOf(policiesOf, host, context);
  const read = policiesOf.of(backend.name);
  const policies = answer?.guard === undefined ? read : { ...read, opaqueGuard: read.opaqueGuard ?? answer.guard };
  if (addsSlash && path.kind === 'exact') {
    const redirect = { status: 301, path: `${path.path}/`, keepsQuery: true, purpose: 'add-slash' } as const;
    return {
      ...base,
      action: { kind: 'redirect', redirect: { value: redirect, from: items } },
      policies: policiesOf.ofServer,
    };
  }
  if (answer?.final !== undefined) {
    const { cors, opaqueGuard, clientCertificate } = policies;
    const isRedirect = answer.final.kind === 'redirect';
    return {
      ...base,
      action: answer.final,
      policies: isRedirect ? { ...policiesOf.ofServer, cors, opaqueGuard, clientCertificate } : {},
    };
  }
  const resolved = resolveBackend(backend, served, items, plus, context);
  if (!resolved.ok) return closed(502, `${resolved.why}, so the controller answers 502`, items);
  const action: Action = { kind: 'forward', split: { primary: resolved.backend }, rewrite: location.rewrite };
  return { ...base, action, policies };
}

/** What a snippet answers in every location; what depends on more than the host of the server is told as not translated. */
function answerOf(
  { answers }: PolicyReader,
  host: string,
  { ledger }: Context,
): { readonly final: Action | undefined; readonly guard: Policies['opaqueGuard'] } | undefined {
  if (answers.length === 0) return undefined;
  const isWide = host === '' || host.startsWith('*.');
  const { final } = selectAnswers(answers, isWide ? { kind: 'any' } : { kind: 'exact', name: host });
  const open = answers.filter(
    (answer) => (isWide && answer.host !== undefined) || answer.scheme !== undefined || answer.paths !== undefined,
  );
  const guard = open.find(({ action }) => action.kind === 'respond');
  ledger.sayAll(
    open.filter((answer) => answer !== guard).flatMap(({ from }) => from),
    {
      verdict: 'unsupported',
      code: 'RS2401',
      message:
        'is not translated: whether it acts depends on a host, a path or a scheme that no single rule can stand for',
      next: 'Write the redirect for the hosts and paths that are meant.',
    },
  );
  return { final, guard: guard === undefined ? undefined : { value: 'return', from: guard.from } };
}

/** What no path takes, on a host that answers 500 to everything. */
function closedHost({ blocks, index, refusesTls }: ServerBlock, { value, from }: Traced<string>): Rule[] {
  const server = blocks[0]?.place.server;
  if (server === undefined) return [];
  const reason = `${value}, so the controller answers 500`;
  return [
    {
      owner: server.owner,
      label: `everything else of spec.rules[${index}]`,
      path: { kind: 'element-prefix', path: '/' },
      action: { kind: 'respond', status: 500, reason, from },
      plainHttp: { kind: 'serve', from: [] },
      ...(refusesTls ? { refusesTls: true as const } : {}),
      policies: {},
      from: [],
      regexFrom: [],
    },
  ];
}

/** app-root answers for `/` of the whole host, after the redirect to https and before everything else. */
function appRootOf(
  { blocks, index, plainHttp, refusesTls }: ServerBlock,
  policies: PolicyReader | undefined,
): Rule | undefined {
  const [first] = blocks;
  const server = first?.place.server;
  const root = server?.annotations.text('nginx.org/app-root');
  if (server === undefined || root === undefined) return undefined;
  const redirect = { status: 302, path: root.value, keepsQuery: false, purpose: 'app-root' } as const;
  return {
    owner: server.owner,
    label: `app-root of spec.rules[${index}]`,
    path: { kind: 'exact', path: '/' },
    action: { kind: 'redirect', redirect: { value: redirect, from: root.from } },
    plainHttp,
    ...(refusesTls ? { refusesTls: true as const } : {}),
    policies: policies?.ofServer ?? {},
    from: [],
    regexFrom: [],
  };
}

function sayBroken({ items }: Location, why: string, { ledger }: Context): void {
  ledger.sayAll(items, {
    verdict: 'invalid',
    code: 'RS2266',
    severity: 'error',
    message: `${why}: nginx refuses the whole configuration, and the controller no longer reloads for any host`,
    next: 'Correct it, then convert again: what is served until then is an older configuration.',
  });
}

function sayUnwritten({ host, blocks }: ServerBlock, doubled: readonly Location[], { ledger }: Context): void {
  for (const location of doubled) {
    const message = `${host} has the location ${location.text} twice: nginx refuses the whole configuration, and the controller no longer reloads for any host`;
    const next = 'Remove one of the two paths.';
    ledger.sayAll(location.items, { verdict: 'invalid', code: 'RS2266', severity: 'error', message, next });
  }
  for (const { unreachable, items } of blocks.flatMap(({ locations }) => locations))
    if (unreachable !== undefined)
      ledger.sayAll(items, {
        verdict: 'redundant',
        code: 'RS1007',
        message: `no request ever reaches this path: ${unreachable}`,
      });
}
