import type { Site } from './site.js';
import { snippetLines } from './snippet-text.js';
import type { Directives } from './snippets.js';
import { PASS_ALLOW_SNIPPETS, type Told } from './telling.js';

/** What no filter says of the source's own directives for the paths: as it stands, or not at all. */
export function restOfSnippet({ place, snippets }: Site): Directives | undefined {
  const rest = place.rule.policies.tuning?.directives;
  if (rest === undefined) return undefined;
  if (!snippets) {
    const message = 'left out: no filter says it, and NGINX Gateway Fabric takes directives in a SnippetsFilter only';
    const remark = { verdict: 'unsupported', code: 'RS2640', message, next: PASS_ALLOW_SNIPPETS } as const;
    return { location: [], told: [{ items: rest.from, remark }] };
  }
  const lines = snippetLines(rest.value);
  const told: Told =
    lines === undefined
      ? {
          items: rest.from,
          remark: {
            verdict: 'unsupported',
            code: 'RS2643',
            message:
              'left out: among the lines that no filter says is one that a SnippetsFilter cannot take as it stands, because stock nginx lacks it, or because the locations of NGINX Gateway Fabric have it already',
            next: 'Read the lines and write what they do as filters or policies.',
          },
        }
      : {
          items: rest.from,
          remark: {
            verdict: 'approximated',
            code: 'RS2642',
            message: 'carried over as it stands, in a SnippetsFilter',
            next: 'Try the SnippetsFilter on a Gateway of its own: a directive that nginx refuses keeps every later change of the Gateway from taking effect.',
          },
        };
  return { location: lines ?? [], told: [told] };
}
