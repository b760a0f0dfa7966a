import { isIpRange } from '../../../kubernetes/ip-range.js';
import type { AccessList, Limit, RateLimit } from '../../../model/policies.js';
import type { Traced } from '../../../model/traced.js';
import type { Context } from '../context.js';
import type { Values } from '../values.js';

/**
 * Allow and deny lists (reference §1.9). Exceptions of the allow list are refused like entries of the deny list, and
 * entries that are no addresses are skipped.
 */
export function readAccessList(
  values: Values,
  { ledger }: Context,
): { readonly list: AccessList | undefined; readonly opaque: Traced<string> | undefined } {
  const header = values.text('allowlist-source-header');
  const allow = split(values.list('allowlist-source-range'));
  const deny = split(values.list('denylist-source-range'));
  for (const { from, skipped } of [allow, deny])
    if (skipped.length > 0)
      ledger.sayAll(from, {
        verdict: 'invalid',
        code: 'RS2206',
        message: `${skipped.join(', ')}: no address, so the controller skips ${skipped.length === 1 ? 'it' : 'them'}`,
        next: 'Correct the entries: today they neither let anybody in nor keep anybody out.',
      });
  const refused = [
    ...allow.exceptions,
    ...(deny.rules.length === 0 && deny.exceptions.length > 0 ? ['0.0.0.0/0', '::/0'] : deny.rules),
  ];
  const isList = allow.rules.length > 0 || refused.length > 0;
  const details = header?.from ?? [];
  if (!isList) {
    ledger.sayAll(details, {
      verdict: 'redundant',
      code: 'RS0309',
      message: 'there is no list here that it could act on',
    });
    return { list: undefined, opaque: undefined };
  }
  const list: AccessList = {
    allow: allow.rules.length === 0 ? undefined : { value: allow.rules, from: allow.from },
    deny:
      refused.length === 0
        ? undefined
        : {
            value: refused,
            from:
              deny.from.length === 0 ? allow.from : [...deny.from, ...(allow.exceptions.length > 0 ? allow.from : [])],
          },
  };
  // A list that looks at a header is none that any target has.
  const opaque = header === undefined ? undefined : { value: `an address list on ${header.value}`, from: details };
  return { list, opaque };
}

function split(list: Traced<readonly string[]> | undefined): {
  readonly rules: readonly string[];
  readonly exceptions: readonly string[];
  readonly skipped: readonly string[];
  readonly from: readonly number[];
} {
  const entries = list?.value ?? [];
  const isException = (entry: string): boolean => entry.startsWith('!');
  return {
    rules: entries.filter((entry) => !isException(entry) && isIpRange(entry)),
    exceptions: entries
      .filter(isException)
      .map((entry) => entry.slice(1))
      .filter(isIpRange),
    skipped: entries.filter((entry) => !isIpRange(isException(entry) ? entry.slice(1) : entry)),
    from: list?.from ?? [],
  };
}

/** Limits per client address, for the Service port as a whole (reference §1.11). */
export function readRateLimit(values: Values): RateLimit | undefined {
  const limits: Limit[] = [];
  const requests = values.integer('limit-rps');
  if (requests !== undefined && requests.value !== 0)
    limits.push({
      value: `${requests.value} requests per second and client address, counted per controller replica`,
      from: requests.from,
      count: requests.value,
      per: 1,
    });
  const connections = values.integer('limit-connections');
  if (connections !== undefined && connections.value !== 0)
    limits.push({
      value: `${connections.value} concurrent requests per client address`,
      from: connections.from,
      count: connections.value,
      per: 'at a time',
    });
  return limits.length === 0 ? undefined : { limits, details: values.itemsOf(['limit-whitelist']) };
}
