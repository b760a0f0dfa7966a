import { compareText } from '../../values/plain-object.js';
import { classOf } from './class-rules.js';
import type { IngressObject } from './ingress-objects.js';
import type { IgnoredIngress, NginxIncFlags } from './input.js';
import { rejection } from './spec-checks.js';

/** Which Ingresses the controller takes, and why it does not take the others. Of two of one name the first by content counts. */
export function selectIngresses(
  all: readonly IngressObject[],
  classes: ReadonlySet<string>,
  flags: NginxIncFlags,
  snippets: boolean,
): { readonly ingresses: readonly IngressObject[]; readonly ignored: readonly IgnoredIngress[] } {
  const ingresses = new Map<string, IngressObject>();
  const ignored: IgnoredIngress[] = [];
  for (const ingress of [...all].sort((a, b) => compareText(a.key, b.key) || compareText(contentOf(a), contentOf(b)))) {
    const { namespace, name, key } = ingress;
    if (ingresses.has(key)) continue;
    const reason = reasonAgainst(ingress, classes, flags, snippets);
    if (reason === undefined) ingresses.set(key, ingress);
    else ignored.push({ namespace, name, reason });
  }
  return { ingresses: [...ingresses.values()], ignored };
}

function reasonAgainst(
  ingress: IngressObject,
  classes: ReadonlySet<string>,
  flags: NginxIncFlags,
  snippets: boolean,
): string | undefined {
  const className = classOf(ingress);
  if (className === '') return 'no class';
  if (!classes.has(className)) return `class ${className}`;
  return rejection(ingress, flags, snippets);
}

function contentOf({ annotations, ...rest }: IngressObject): string {
  return JSON.stringify({ ...rest, annotations: [...annotations].sort(([a], [b]) => compareText(a, b)) });
}
