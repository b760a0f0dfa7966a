import type { FindingCode } from '../../../ledger/catalogue.js';
import type { Affinity } from '../../../model/policies.js';
import type { PolicyClaim } from './policy-draft.js';

type Settings = Pick<Affinity, 'maxAge' | 'path' | 'domain' | 'sameSite' | 'secure'>;

/** How an implementation words a cookie whose value is hashed to choose an endpoint. */
export interface HashedCookie {
  /** Where the cookie stands in the policy. */
  readonly at: string;
  readonly code: FindingCode;
  /** What each of its settings is called there, and where; of those that are left out the cookie has none. */
  readonly fields: Readonly<Partial<Record<keyof Settings, { readonly name: string; readonly at: string }>>>;
  /** What is said of the other settings. */
  readonly lost: { readonly code: FindingCode; readonly message: string; readonly next: string };
}

/** What such a cookie says of the affinity that asked for it (implementation-policies.md §6.15). */
export function hashedCookieClaims(affinity: Affinity, { at, code, fields, lost }: HashedCookie): PolicyClaim[] {
  const { cookie, mode, details } = affinity;
  const message = `the cookie ${cookie.value} is hashed to choose an endpoint of the Service: clients are spread anew at the cut-over and some of them whenever endpoints come or go, and it keeps nobody on one side of a split`;
  const claims: PolicyClaim[] = [
    { items: [...cookie.from, ...(mode?.from ?? [])], at, remark: { verdict: 'approximated', code, message } },
  ];
  const told = new Set<number>();
  for (const setting of ['maxAge', 'path', 'domain', 'sameSite', 'secure'] as const) {
    const field = fields[setting];
    const items = affinity[setting]?.from;
    if (field === undefined || items === undefined) continue;
    for (const item of items) told.add(item);
    const written = `written as ${field.name} of the cookie`;
    claims.push({ items, at: field.at, remark: { verdict: 'converted', code, message: written } });
  }
  const rest = details.filter((item) => !told.has(item));
  if (rest.length > 0) claims.push({ items: rest, at, remark: { verdict: 'unsupported', ...lost } });
  return claims;
}
