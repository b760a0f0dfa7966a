import type { FindingCode } from '../../../ledger/catalogue.js';
import type { Tuning } from '../../../model/policies.js';
import type { Traced } from '../../../model/traced.js';
import type { Claim } from '../draft.js';

/**
 * What is said of buffers with an implementation that passes bodies on as they come, and speaks HTTP/1.1 to plain backends.
 *
 * @param code of the implementation, for settings that need no field
 */
export function streamingClaims(tuning: Tuning | undefined, title: string, code: FindingCode): Claim[] {
  const { buffersRequests, buffersResponses, httpVersion } = tuning ?? {};
  return [
    ...streamed(buffersRequests, `${title} streams requests`, 'as it sends', code),
    ...streamed(buffersResponses, `${title} streams answers`, 'as it reads', code),
    ...(httpVersion === undefined || httpVersion.value === '1.0'
      ? []
      : [told(httpVersion.from, 'converted', code, 'plain backends are spoken to in HTTP/1.1')]),
  ];
}

function streamed(buffers: Traced<boolean> | undefined, message: string, asLongAs: string, code: FindingCode): Claim[] {
  if (buffers === undefined) return [];
  if (!buffers.value) return [told(buffers.from, 'converted', code, message)];
  const slow = `${message}: a slow client holds a connection to the backend for as long ${asLongAs}`;
  return [told(buffers.from, 'approximated', code, slow)];
}

function told(items: Claim['items'], verdict: 'converted' | 'approximated', code: FindingCode, message: string): Claim {
  return { items, at: undefined, remark: { verdict, code, severity: 'info', message } };
}
