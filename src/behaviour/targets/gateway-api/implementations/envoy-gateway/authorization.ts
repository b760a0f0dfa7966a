import { isWithin, type Network } from '../../../../values/addresses.js';
import type { ParsedRequest } from '../../parsed-request.js';
import { type Fields, fields, items, optionalFields, text, texts } from '../../reading.js';
import type { Step, Visit } from '../../step.js';
import { addressGuard, readNetworks } from '../policies/addresses.js';

interface AuthorizationRule {
  readonly allows: boolean;
  readonly networks: readonly Network[] | undefined;
  holds(visit: Visit): boolean;
}

/**
 * `authorization` of a SecurityPolicy: the first rule that holds decides, then the default, which is Deny where nothing is
 * said. The lists of addresses become guards; the refusal is 403.
 */
export function readAuthorization(authorization: Fields): readonly Step[] | { readonly problem: string } {
  const rules: AuthorizationRule[] = [];
  for (const rule of items(authorization.rules)) {
    const read = readRule(rule);
    if ('problem' in read) return read;
    rules.push(read);
  }
  const open = text(authorization.defaultAction) === 'Allow';
  const listed = (allows: boolean): readonly string[] =>
    rules.flatMap((rule) => (rule.allows === allows ? (rule.networks ?? []).map((network) => network.text) : []));
  const [allowed, denied] = [listed(true), listed(false)];
  const decision: Step = {
    answer(visit) {
      const rule = rules.find((candidate) => candidate.holds(visit));
      if (rule?.allows ?? open) return undefined;
      return { status: 403, reason: rule === undefined ? 'no rule allows the client' : 'a rule denies the client' };
    },
  };
  return [
    decision,
    ...(denied.length > 0 ? [{ guard: addressGuard('deny-list', denied) }] : []),
    ...(!open && allowed.length > 0 ? [{ guard: addressGuard('allow-list', allowed) }] : []),
  ];
}

function readRule(rule: Fields): AuthorizationRule | { readonly problem: string } {
  const principal = fields(rule.principal);
  const given = texts(principal.clientCIDRs);
  const read = readNetworks(given);
  if ('problem' in read) return read;
  const networks = given.length === 0 ? undefined : read.networks;
  const headers = items(principal.headers);
  const methods = texts(fields(rule.operation).methods);
  // Who somebody is by token or place on the map is not to be seen in a request: such a rule holds for nobody.
  const hidden = principal.jwt !== undefined || principal.clientIPGeoLocations !== undefined || rule.cel !== undefined;
  const path = optionalFields(fields(rule.operation).path);
  return {
    allows: text(rule.action) !== 'Deny',
    networks,
    holds: ({ request, address }) =>
      !hidden &&
      (networks === undefined || isWithin(address, networks)) &&
      (methods.length === 0 || methods.includes(request.method)) &&
      headers.every((header) => texts(header.values).includes(request.header(lower(header.name)) ?? '')) &&
      (path === undefined || pathHolds(path, request)),
  };
}

function pathHolds(path: Fields, request: ParsedRequest): boolean {
  const value = text(path.value) ?? '/';
  const bare = value.replace(/\/$/, '');
  const exact = text(path.type) === 'Exact';
  const found = exact ? request.path === value : request.path === bare || request.path.startsWith(`${bare}/`);
  return found !== (path.invert === true);
}

function lower(name: unknown): string {
  return (text(name) ?? '').toLowerCase();
}
