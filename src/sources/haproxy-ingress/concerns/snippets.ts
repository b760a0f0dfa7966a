import type { Traced } from '../../../model/traced.js';
import type { Context } from '../context.js';
import type { Values } from '../values.js';

/** Words of HAProxy that stop requests or send them elsewhere. */
const GUARDING = /\b(deny|reject|tarpit|silent-drop|auth|auth-intercept|redirect|return|use-service|wait-for-body)\b/;

const OF_BACKEND = ['config-backend-early', 'config-backend-late'];
const OF_EVERYTHING = [
  'config-frontend',
  'config-frontend-early',
  'config-frontend-late',
  'config-defaults',
  'config-proxy',
];

/** Raw configuration lines: what they guard cannot be kept, and the rest is lost (reference §1.15). */
export function readSnippets(values: Values, { settings }: Context): Traced<string> | undefined {
  values.leave(...OF_BACKEND);
  const written = [...OF_BACKEND.map((key) => values.text(key)), ...OF_EVERYTHING.map((key) => settings.written(key))];
  for (const snippet of written) {
    const found = snippet === undefined ? null : GUARDING.exec(snippet.value.replace(/#[^\n]*/g, ''));
    if (snippet !== undefined && found !== null) return { value: found[1] ?? '', from: snippet.from };
  }
  return undefined;
}
