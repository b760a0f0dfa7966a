import type { HeaderValue } from '../../../model/policies.js';
import type { Traced } from '../../../model/traced.js';
import type { Context } from '../context.js';
import type { Layers } from '../layers.js';

/** request-set-header and response-set-header: one header a line, the last of a name counts (reqSetHdr.go). */
export function readHeaders(
  direction: 'request' | 'response',
  layers: Layers,
  { ledger }: Context,
): readonly Traced<HeaderValue>[] | undefined {
  const written = layers.text(`${direction}-set-header`);
  if (written === undefined) return undefined;
  const byName = new Map<string, Traced<HeaderValue>>();
  for (const line of written.value.split('\n')) {
    if (line === '') continue;
    const blank = line.indexOf(' ');
    if (blank < 0) break;
    const name = line.slice(0, blank);
    const value = plainText(line.slice(blank + 1));
    byName.delete(name.toLowerCase());
    if (value === undefined) {
      ledger.sayAll(written.from, {
        verdict: 'unsupported',
        code: 'RS1407',
        message: `${name} is not set: its value is looked up for each request, and filters set literal values only`,
        next: 'Let the backend set it.',
      });
      continue;
    }
    byName.set(name.toLowerCase(), { value: { name, value, literal: true }, from: written.from });
  }
  return [...byName.values()];
}

/** set-host; what is looked up for each request has no form, and the target says so of a dollar sign. */
export function readHost(layers: Layers): Traced<string> | undefined {
  const written = layers.text('set-host');
  if (written === undefined) return undefined;
  return { value: plainText(written.value) ?? `$(${written.value})`, from: written.from };
}

/** The text that a format without lookups comes to, its quotes and escapes dealt with; undefined for any other. */
export function plainText(format: string): string | undefined {
  const unquoted = format.replace(/^"([\s\S]*)"$/, '$1');
  if (/["'\\]|\$[A-Za-z_{.]|%(?!%)/.test(unquoted.replaceAll('%%', ''))) return undefined;
  return unquoted.replaceAll('%%', '%').trim();
}
