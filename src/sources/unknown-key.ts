import type { FindingCode } from '../ledger/catalogue.js';
import type { Remark } from '../ledger/verdict.js';
import type { MappingIndex } from '../mappings/mapping-index.js';

/** What is said of a key under the controller's prefix that the controller does not read: an old one, or a misspelt one. */
export function unknownKey(
  key: string,
  mapping: MappingIndex,
  prefix: string,
): Remark & { readonly code: FindingCode } {
  const obsolete = mapping.obsolete(key);
  if (obsolete !== undefined) {
    return {
      verdict: 'redundant',
      code: 'RS0302',
      message: `today's controller no longer reads this key. ${obsolete.summary}`,
      next: obsolete.instead === undefined ? 'Remove it.' : `Its successor is ${obsolete.instead}.`,
    };
  }
  const near = mapping.nearest(key);
  return {
    verdict: 'invalid',
    code: 'RS0301',
    message: `the controller knows no annotation of this name and ignores it${near === undefined ? '' : `; did you mean ${prefix}/${near}?`}`,
    next: near === undefined ? 'Remove it.' : `Check whether ${near} was meant: today it has no effect.`,
  };
}
