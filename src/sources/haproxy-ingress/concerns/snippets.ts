import type { Traced } from '../../../model/traced.js';
import { joinEffects, NO_EFFECTS, type SnippetEffects } from '../../snippets/effects.js';
import { readHaproxy } from '../../snippets/read-haproxy.js';
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

/**
 * Raw configuration lines (reference §1.15): those of annotations are read line by line; of those of the ConfigMap, what they
 * guard cannot be kept, and the rest is lost.
 */
export function readSnippets(values: Values, { settings, snippets, ledger }: Context): SnippetEffects {
  const effects = OF_BACKEND.map((key) => {
    const holder = values.holderOf(key);
    return holder === undefined ? undefined : snippets.effects(holder, key, (written) => readHaproxy(written, ledger));
  }).filter((one) => one !== undefined);
  const written = [
    ...OF_BACKEND.map((key) => (values.holderOf(key) === undefined ? values.text(key) : undefined)),
    ...OF_EVERYTHING.map((key) => settings.written(key)),
  ];
  const joined = effects.reduce(joinEffects, NO_EFFECTS);
  const guard = joined.guard ?? guardIn(written);
  return guard === undefined ? joined : { ...joined, guard };
}

function guardIn(written: readonly (Traced<string> | undefined)[]): Traced<string> | undefined {
  for (const snippet of written) {
    const found = snippet === undefined ? null : GUARDING.exec(snippet.value.replace(/#[^\n]*/g, ''));
    if (snippet !== undefined && found !== null) return { value: found[1] ?? '', from: snippet.from };
  }
  return undefined;
}
