import type { Policies } from '../../../../model/policies.js';
import type { RulePlace } from '../implementation.js';
import type { PolicyClaim } from '../policy-draft.js';
import { NOTHING, type Part } from './traffic-policy.js';

const LARGEST = 4 * 1024 ** 3;

/** Quantities by powers of 1024, as nginx means its sizes. */
function quantity(bytes: number): string {
  for (const [unit, size] of [
    ['Gi', 1024 ** 3],
    ['Mi', 1024 ** 2],
    ['Ki', 1024],
  ] as const)
    if (bytes % size === 0) return `${bytes / size}${unit}`;
  return String(bytes);
}

/** A limit of bodies (implementation-policies.md §2.2 body-size). */
export function bufferPart({ tuning, protocol }: Policies): Part {
  const size = tuning?.bodySize;
  if (size === undefined) return NOTHING;
  const told = (remark: PolicyClaim['remark']): PolicyClaim[] => [{ items: size.from, at: 'spec.buffer', remark }];
  if (size.value === 0) return NOTHING;
  if (size.value >= LARGEST || /^grpcs?$/.test(protocol?.value ?? '')) return NOTHING;
  const maxRequestSize = quantity(size.value);
  return {
    fields: { buffer: { maxRequestSize } },
    claims: told({
      verdict: 'approximated',
      code: 'RS2684',
      severity: 'warning',
      message: `bodies of more than ${maxRequestSize} are answered 413, as before; each body is read to its end before the backend sees it, so that WebSockets and streamed uploads do not work on these paths`,
      next: 'Remove the field where the paths stream, and limit bodies in the application.',
    }),
  };
}

/** Further attempts (implementation-policies.md §2.2 retry-conditions): off unless something is said. */
export function retryPart({ retries }: Policies): Part {
  if (retries === undefined) return NOTHING;
  const { on, tries } = retries;
  if (on?.value.off === true || tries?.value === 1) return NOTHING;
  const total = tries === undefined ? 3 : tries.value;
  const attempts = total > 1 ? total - 1 : 10;
  const statusCodes = [...new Set((on?.value.codes ?? []).filter((code) => code >= 400 && code <= 599))].sort(
    (a, b) => a - b,
  );
  const retryOn = [
    'connect-failure',
    'refused-stream',
    ...(statusCodes.length === 0 ? [] : ['retriable-status-codes']),
  ];
  const claims: PolicyClaim[] = [];
  if (on !== undefined) {
    claims.push({
      items: on.from,
      at: 'spec.retry.retryOn',
      remark: {
        verdict: 'approximated',
        code: 'RS2684',
        message: `tried again where no connection comes about${statusCodes.length === 0 ? '' : ` and on ${statusCodes.join(', ')}, for all methods (before, POST, LOCK and PATCH were not repeated once they had been sent)`}`,
      },
    });
  }
  if (tries !== undefined) {
    const message = `${attempts} further ${attempts === 1 ? 'attempt' : 'attempts'} after the first`;
    claims.push({
      items: tries.from,
      at: 'spec.retry.attempts',
      remark: { verdict: tries.value === 0 ? 'approximated' : 'converted', code: 'RS2684', message },
    });
  }
  return {
    fields: { retry: { retryOn, ...(statusCodes.length === 0 ? {} : { statusCodes }), attempts } },
    claims,
  };
}

/** Rewrites by expressions (implementation-policies.md §2.2 rewrite-target), in the words of Envoy: groups are \1 to \9. */
export function rewritePart({ entry, action }: RulePlace): Part {
  const { modifier } = entry;
  if (modifier?.type !== 'ReplaceRegex' || action.rewrite === undefined) return NOTHING;
  const template = modifier.template.startsWith('/') ? modifier.template : `/${modifier.template}`;
  const substitution = template.replaceAll('\\', '\\\\').replace(/\$([1-9])/g, '\\$1');
  return {
    fields: { urlRewrite: { pathRegex: { pattern: modifier.pattern, substitution } } },
    claims: [
      {
        items: action.rewrite.from,
        at: 'spec.urlRewrite.pathRegex',
        remark: {
          verdict: 'converted',
          code: 'RS2686',
          message: `${modifier.pattern} is replaced by ${substitution} and the query kept; the path is read as it was sent, where the controller decodes it first`,
        },
      },
    ],
  };
}
