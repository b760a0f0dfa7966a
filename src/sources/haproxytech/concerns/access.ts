import type { AccessList, ClientCertificate, Limit, Policies, RateLimit } from '../../../model/policies.js';
import type { ItemId, Traced } from '../../../model/traced.js';
import { joinEffects, NO_EFFECTS, type SnippetEffects } from '../../snippets/effects.js';
import { readHaproxy } from '../../snippets/read-haproxy.js';
import type { Context } from '../context.js';
import type { Layers } from '../layers.js';
import { patternsIn } from '../pattern-files.js';
import type { ServedIngress } from '../served-ingress.js';

/** Address lists, and what stands in their place where their addresses are not known or are not those of clients. */
export type Access = Pick<Policies, 'accessList' | 'opaqueGuard'>;

/** deny-list and allow-list with their old names (accessControl.go; reference §2.6). */
export function readAccess(served: ServedIngress, layers: Layers, context: Context): Access {
  const lists = (['allow', 'deny'] as const).map((kind) => readList(kind, served, layers, context));
  const [allow, deny] = lists;
  const items = lists.flatMap((list) => list?.from ?? []);
  if (items.length === 0) {
    layers.leaveToMapping('src-ip-header');
    return {};
  }
  if (layers.text('ssl-passthrough')?.value !== 'true') for (const item of items) context.lists.add(item);
  const header = layers.text('src-ip-header');
  const file = lists.flatMap((list) => list?.value ?? []).find((entry) => entry.startsWith('patterns/'));
  if (header !== undefined) {
    const value = `the address in ${header.value} is on a list`;
    const words = {
      what: `an address list that is compared with ${header.value}, a header, instead of the address of the connection`,
      next: 'Compare the header in a policy of your implementation, or in the application.',
    };
    return { opaqueGuard: { value, from: [...items, ...header.from], words } };
  }
  if (file !== undefined) {
    const words = {
      what: `an address list in the file ${file}, of which the addresses are not known`,
      next: 'Add the ConfigMap of --configmap-patternfiles with its addresses to the input, or write them into the annotation.',
    };
    return { opaqueGuard: { value: 'the address is on a list in a file of patterns', from: items, words } };
  }
  const accessList: AccessList = { allow, deny };
  return { accessList };
}

/**
 * The addresses that the controller's file holds. It is filled address by address and shared by everybody who writes the same
 * text, so a bad address makes the first reader fail, and the next takes the file as it is.
 */
function readList(
  kind: 'allow' | 'deny',
  served: ServedIngress,
  layers: Layers,
  context: Context,
): Traced<readonly string[]> | undefined {
  const key = `${kind}-list`;
  const refused = served.annotations.refused.get(key);
  const found =
    layers.text(key) ?? (refused === undefined ? undefined : { value: refusedText(served, key), from: [refused.item] });
  if (found === undefined || found.value === '') return undefined;
  if (found.value.startsWith('patterns/')) return { value: listIn(found, context), from: found.from };
  const file = `${kind} ${found.value}`;
  const known = context.addressFiles.get(file);
  if (known !== undefined) return { value: known, from: found.from };
  const good: string[] = [];
  for (const item of found.value.split(',').map((text) => text.trim())) {
    if (!isAddress(item)) return undefined;
    good.push(item);
    context.addressFiles.set(file, good);
  }
  return { value: good, from: found.from };
}

/** The addresses of a file of patterns; the name of the file where they are not known. */
function listIn({ value, from }: Traced<string>, { patternFiles, ledger }: Context): readonly string[] {
  const lines = patternsIn(patternFiles, value) ?? [];
  if (patternFiles === undefined || lines.length === 0 || !lines.every(isAddress)) return [value];
  const { name } = patternFiles.manifest.ref;
  ledger.sayAll(from, {
    verdict: 'approximated',
    code: 'RS2243',
    message: `${value} holds ${lines.length} ${lines.length === 1 ? 'address' : 'addresses'} in ConfigMap ${name}, which is taken for that of --configmap-patternfiles; later changes of it reach nothing that is written here`,
  });
  return lines;
}

function refusedText({ ingress }: ServedIngress, key: string): string {
  const names = ['haproxy.org/', 'ingress.kubernetes.io/', 'haproxy.com/', ''].flatMap((prefix) =>
    [key, key === 'allow-list' ? 'whitelist' : 'blacklist'].map((name) => prefix + name),
  );
  const name = names.find((one) => (ingress.meta.annotations[one] ?? '') !== '');
  return name === undefined ? '' : (ingress.meta.annotations[name] ?? '');
}

const OCTET = '(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)';
const IPV4 = new RegExp(`^${OCTET}(?:\\.${OCTET}){3}(?:/(?:3[0-2]|[12]?\\d))?$`);

/** Whether Go reads an address or a network. */
function isAddress(text: string): boolean {
  if (IPV4.test(text)) return true;
  const [address = '', bits] = text.split('/');
  if (bits !== undefined && !/^(?:12[0-8]|1[01]\d|\d?\d)$/.test(bits)) return false;
  return /^[0-9a-fA-F:]+$/.test(address) && address.includes(':') && URL.canParse(`http://[${address}]/`);
}

/** rate-limit-requests with its companions (reqRateLimit.go; reference §2.6). */
export function readRateLimit(layers: Layers): RateLimit | undefined {
  const requests = layers.integer('rate-limit-requests');
  const details = layers.items(['rate-limit-whitelist']);
  if (requests === undefined || requests.value === 0) return undefined;
  const period = layers.seconds('rate-limit-period');
  for (const key of ['rate-limit-size', 'rate-limit-status-code']) layers.leaveToMapping(key);
  const per = period?.value ?? 1;
  const limit: Limit = {
    value: `${requests.value} requests in ${per} s and client address, counted per replica of the controller`,
    from: [...requests.from, ...(period?.from ?? [])],
    count: requests.value,
    per,
  };
  return { limits: [limit], details };
}

/** auth-type with its companions: asked before any redirect, and closed for everybody without a Secret (basicAuth.go). */
export function readBasicAuth(layers: Layers): Policies['basicAuth'] {
  const type = layers.text('auth-type');
  if (type === undefined) return undefined;
  const others = ['auth-secret', 'auth-realm'].flatMap((key) => layers.text(key)?.from ?? []);
  return { value: { scheme: 'basic' }, from: [...type.from, ...others] };
}

/** client-ca of the ConfigMap asks the clients of every host (pkg/handler/https.go). */
export function readClientCertificate({ settings }: Context): Traced<ClientCertificate> | undefined {
  const secret = settings.written('client-ca');
  if (secret === undefined) return undefined;
  const optional = settings.text('client-crt-optional') === 'true';
  const from: ItemId[] = [...secret.from, ...(optional ? (settings.written('client-crt-optional')?.from ?? []) : [])];
  return { value: { mode: optional ? 'optional' : 'required', caSecret: secret.value }, from };
}

const GUARDING =
  /^[ \t]*(?:http-request\s+(?:deny|auth|tarpit|reject|silent-drop|redirect|return)|tcp-request\s+\S+\s+(?:reject|silent-drop)|block|reqi?deny|http-request\s+lua\S*|use-server|acl)\b/m;

const SNIPPET = 'backend-config-snippet';

/** backend-config-snippet: of an annotation line by line, of the ConfigMap only what seems to guard. */
export function readSnippet(layers: Layers, { snippets, ledger }: Context): SnippetEffects {
  layers.leaveToMapping('cr-backend');
  const read = layers
    .holdersOf(SNIPPET)
    .map((holder) => snippets.effects(holder, SNIPPET, (written) => readHaproxy(written, ledger)) ?? NO_EFFECTS);
  if (read.length > 0) return read.reduce(joinEffects);
  const snippet = layers.text(SNIPPET);
  const found = snippet === undefined ? null : GUARDING.exec(snippet.value.replace(/#[^\n]*/g, ''));
  return found === null || snippet === undefined
    ? NO_EFFECTS
    : { ...NO_EFFECTS, guard: { value: found[0].trim(), from: snippet.from } };
}
