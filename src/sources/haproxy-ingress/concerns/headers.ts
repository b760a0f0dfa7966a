import type { HeaderValue } from '../../../model/policies.js';
import type { Traced } from '../../../model/traced.js';
import type { BackendDraft, Context } from '../context.js';
import type { Values } from '../values.js';

/** Request headers of the `headers` key: one `Name: value` per line, values in log-format. */
export function readHeaders(
  values: Values,
  { backend }: BackendDraft,
  { ledger }: Context,
): readonly Traced<HeaderValue>[] | undefined {
  const written = values.text('headers');
  if (written === undefined) return undefined;
  const { from } = written;
  const found: Traced<HeaderValue>[] = [];
  const text = written.value
    .replaceAll('%[service]', backend.service)
    .replaceAll('%[namespace]', backend.namespace ?? 'default');
  for (const line of text.split('\n').map((one) => one.trim())) {
    const separator = line.search(/[: ]/);
    if (separator <= 0) continue;
    const name = line.slice(0, separator);
    const raw = line.slice(separator + 1).trim();
    const value = /^"[^"\\%]*"$/.test(raw) ? raw.slice(1, -1) : raw;
    if (/[%"'\\#]/.test(value) || (value === raw && /\s/.test(value))) {
      ledger.sayAll(from, {
        verdict: 'unsupported',
        code: 'RS1407',
        message: `${name} is not set: its value is more than a plain text for HAProxy`,
        next: 'Let the backend set it.',
      });
      continue;
    }
    found.push({ value: { name, value, literal: true }, from });
  }
  return found.length === 0 ? undefined : found;
}
