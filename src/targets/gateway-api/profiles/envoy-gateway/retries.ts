import type { Retries } from '../../../../model/policies.js';
import type { Claim } from '../../draft.js';
import type { PolicyClaim } from '../policy-draft.js';
import { keeps, NO_PART, type Part, resembles } from './parts.js';

/** Failures before a backend can have seen the request. */
const TRIGGERS = ['connect-failure', 'refused-stream', 'reset-before-request'];
/** In place of no limit. */
const MANY = 10;

/** Further attempts (BackendTrafficPolicy retry); without the field Envoy Gateway makes none. */
export function retryPart(retries: Retries | undefined): Part {
  if (retries === undefined) return NO_PART;
  const { on, tries } = retries;
  const attempts = tries?.value ?? 3;
  if (on?.value.off === true || attempts === 1) {
    const items = [...(on?.from ?? []), ...(tries?.from ?? [])];
    const message = 'Envoy Gateway makes no further attempt unless a policy asks for it';
    const claim: Claim = { items, remark: { verdict: 'converted', code: 'RS2611', message }, at: undefined };
    return { ...NO_PART, lost: [claim] };
  }
  const codes = [...new Set((on?.value.codes ?? []).filter((code) => code >= 400 && code <= 599))].sort(
    (a, b) => a - b,
  );
  const numRetries = attempts > 1 ? attempts - 1 : MANY;
  const triggers = [...TRIGGERS, ...(codes.length === 0 ? [] : ['retriable-status-codes'])];
  const claims: PolicyClaim[] = [];
  if (on !== undefined) {
    const onCodes =
      codes.length === 0
        ? ''
        : `, and for the answers ${codes.join(', ')} with any method (before, not for POST, LOCK and PATCH)`;
    const left =
      on.value.inexpressible.length === 0 ? '' : `; ${on.value.inexpressible.join(' and ')} has no word here`;
    const message = `another attempt where the backend cannot be reached or has not seen the request${onCodes}${left}; one that was lost on the way is not repeated`;
    claims.push(
      resembles(
        on.from,
        'RS2611',
        message,
        'spec.retry.retryOn',
        codes.length === 0 ? {} : { severity: 'warning', next: 'Check that the backend takes a repeated POST.' },
      ),
    );
  }
  if (tries !== undefined) {
    const message = `${numRetries} further ${numRetries === 1 ? 'attempt' : 'attempts'} after the first`;
    claims.push(
      attempts > 1
        ? keeps(tries.from, 'RS2611', message, 'spec.retry.numRetries')
        : resembles(tries.from, 'RS2611', `${message}, where the controller has no limit`, 'spec.retry.numRetries'),
    );
  }
  const retryOn = { triggers, ...(codes.length === 0 ? {} : { httpStatusCodes: codes }) };
  return { spec: { retry: { numRetries, retryOn } }, claims };
}
