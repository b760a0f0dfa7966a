import { composeHeaderChanges } from '../../header-changes.js';
import { type Fields, fields, items, number, optionalFields, text } from '../../reading.js';
import type { OwnReply } from '../../step.js';

/**
 * `responseOverride` of a BackendTrafficPolicy for answers that the gateway makes itself: the first rule that knows the
 * status replaces it, or sends the client elsewhere. A redirect carries nothing of the original request.
 */
export function readOverrides(overrides: readonly Fields[]): (reply: OwnReply) => OwnReply {
  const local = overrides.filter((rule) => text(rule.source) !== 'Backend');
  if (local.length === 0) return (reply) => reply;
  return (reply) => {
    const rule = local.find((candidate) => statusIn(items(fields(candidate.match).statusCodes), reply.status));
    if (rule === undefined) return reply;
    const redirect = optionalFields(rule.redirect);
    if (redirect !== undefined) {
      return { status: number(redirect.statusCode) ?? 302, reason: reply.reason, location: locationOf(redirect) };
    }
    const response = fields(rule.response);
    const responseHeaders = composeHeaderChanges([fields(response.header)]);
    return { ...reply, status: number(response.statusCode) ?? reply.status, responseHeaders };
  };
}

function statusIn(codes: readonly Fields[], status: number): boolean {
  return codes.some((code) => {
    if ((text(code.type) ?? 'Value') === 'Value') return number(code.value) === status;
    const range = fields(code.range);
    return status >= (number(range.start) ?? 0) && status <= (number(range.end) ?? 0);
  });
}

function locationOf(redirect: Fields): string {
  const port = number(redirect.port);
  const scheme = text(redirect.scheme) ?? 'http';
  const path = text(fields(redirect.path).replaceFullPath) ?? '/';
  return `${scheme}://${text(redirect.hostname) ?? ''}${port === undefined ? '' : `:${port}`}${path}`;
}
