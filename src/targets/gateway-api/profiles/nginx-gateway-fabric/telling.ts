import type { FindingCode } from '../../../../ledger/catalogue.js';
import type { Remark } from '../../../../ledger/verdict.js';
import type { ItemId } from '../../../../model/traced.js';
import type { Claim } from '../../draft.js';

export type Told = { readonly items: readonly ItemId[]; readonly remark: Remark & { readonly code: FindingCode } };

/** What to do about whatever only directives of nginx can say. */
export const PASS_ALLOW_SNIPPETS =
  'Pass --allow-snippets, and install NGINX Gateway Fabric with nginxGateway.snippets.enable=true.';

export function same(items: readonly ItemId[], code: FindingCode, message: string): Told {
  return { items, remark: { verdict: 'converted', code, message } };
}

export function needless(items: readonly ItemId[], message: string): Told {
  return { items, remark: { verdict: 'redundant', code: 'RS2630', message } };
}

/** A setting for which there are only directives, without leave to write them. */
export function onlyByDirective(items: readonly ItemId[], directive: string): Told {
  const message = `NGINX Gateway Fabric has no field for it: it takes the directive ${directive} in a SnippetsFilter`;
  return { items, remark: { verdict: 'unsupported', code: 'RS2640', message, next: PASS_ALLOW_SNIPPETS } };
}

/** A value that its field, or its directive, cannot hold. */
export function unfit(items: readonly ItemId[], message: string, next: string): Told {
  return { items, remark: { verdict: 'unsupported', code: 'RS2638', message, next } };
}

/** Said although nothing was written for it. */
export function unwritten({ items, remark }: Told): Claim {
  return { items, remark, at: undefined };
}
