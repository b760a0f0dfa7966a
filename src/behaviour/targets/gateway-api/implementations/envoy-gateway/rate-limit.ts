import type { Guard } from '../../../../outcome.js';
import { isWithin, type Network, parseNetwork } from '../../../../values/addresses.js';
import { type Fields, fields, items, number, optionalFields, text } from '../../reading.js';
import type { Step, Visit } from '../../step.js';

const seconds: ReadonlyMap<string, number> = new Map([
  ['Second', 1],
  ['Minute', 60],
  ['Hour', 3600],
  ['Day', 86_400],
  ['Week', 604_800],
  ['Month', 2_592_000],
  ['Year', 31_536_000],
]);

/**
 * `rateLimit` of a BackendTrafficPolicy: buckets that are full again once per unit, without a burst, answered 429. A rule
 * limits the clients of its address range only, so that 0.0.0.0/0 leaves IPv6 unlimited (implementation-policies.md §6.10).
 */
export function readRateLimits(rateLimit: Fields): readonly Step[] | { readonly problem: string } {
  const steps: Step[] = [];
  for (const scope of ['local', 'global']) {
    for (const rule of items(fields(rateLimit[scope]).rules)) {
      if (rule.shadowMode === true) continue;
      const selectors = items(rule.clientSelectors);
      const guard = limitGuard(fields(rule.limit), selectors, scope);
      if (guard === undefined) continue;
      const tests: ((visit: Visit) => boolean)[] = [];
      for (const selector of selectors) {
        const test = readSelector(selector);
        if ('problem' in test) return test;
        tests.push(test.holds);
      }
      steps.push({
        guard,
        // All conditions of all selectors have to hold (field docs of clientSelectors).
        applies: (visit) => tests.every((holds) => holds(visit)),
        // A bucket of no tokens never has one.
        ...(guard.parameters.requests === 0
          ? { answer: () => ({ status: 429, reason: 'a limit of no requests' }) }
          : {}),
      });
    }
  }
  return steps;
}

function limitGuard(limit: Fields, selectors: readonly Fields[], scope: string): Guard | undefined {
  const requests = number(limit.requests);
  const unit = seconds.get(text(limit.unit) ?? '');
  if (requests === undefined || unit === undefined) return undefined;
  const perClient = selectors.some(({ sourceCIDR }) => text(fields(sourceCIDR).type) === 'Distinct');
  const parameters = { requests, seconds: unit, burst: 0, status: 429, key: perClient ? 'client' : 'everybody', scope };
  return { kind: 'rate-limit', parameters };
}

function readSelector(selector: Fields): { readonly holds: (visit: Visit) => boolean } | { readonly problem: string } {
  const source = optionalFields(selector.sourceCIDR);
  const range = source === undefined ? undefined : parseNetwork(text(source.value) ?? '');
  if (source !== undefined && range === undefined) return { problem: `rateLimit: ${text(source.value)} is no network` };
  const headers = items(selector.headers);
  const methods = items(selector.methods);
  return {
    holds: ({ request, address }) =>
      (range === undefined ||
        (isInFamily(address, range) && isWithin(address, [range])) !== (source?.invert === true)) &&
      headers.every((header) => headerHolds(header, request.header((text(header.name) ?? '').toLowerCase()))) &&
      (methods.length === 0 ||
        methods.some((method) => (text(method.value) === request.method) !== (method.invert === true))),
  };
}

/** ::/0 is a range of IPv6: an address of IPv4 is not in it, although both share one space here. */
function isInFamily(address: bigint | undefined, range: Network): boolean {
  if (address === undefined) return false;
  const mapped = address >> 32n === 0xffffn;
  return range.text.includes(':') !== mapped;
}

/** Expressions are not told apart: such a rule is taken to concern a request that has the header. */
function headerHolds(header: Fields, value: string | undefined): boolean {
  const type = text(header.type) ?? 'Exact';
  const found = type === 'Exact' ? value === text(header.value) : value !== undefined;
  return found !== (header.invert === true);
}
