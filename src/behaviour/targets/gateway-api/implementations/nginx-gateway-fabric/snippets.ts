import { byAge, type KubeObject } from '../../objects.js';
import type { Place } from '../../plane.js';
import { type Fields, fields, items, text } from '../../reading.js';
import type { PlaneContext } from '../implementation.js';
import type { AttachedPolicies } from '../policies/attachment.js';
import { levelsOf } from '../policies/targets.js';
import { type Directive, foreignDirective, parseDirectives } from './directives.js';
import { hostsOf, nginxGroup } from './policies.js';
import type { SnippetText } from './snippet-rules.js';

/** Why the configuration of a Gateway is refused as a whole: one bad snippet is enough (implementation-policies.md §1.2). */
export function brokenSnippet({
  objects,
}: PlaneContext): { readonly object: string; readonly reason: string } | undefined {
  for (const kind of ['SnippetsFilter', 'SnippetsPolicy']) {
    for (const { label, spec } of [...objects.all(nginxGroup, kind)].sort(byAge)) {
      for (const { context, value } of items(spec.snippets)) {
        const read = parseDirectives(text(value) ?? '');
        const reason = 'problem' in read ? read.problem : foreignDirective(read);
        if (reason !== undefined) {
          return { object: label, reason: `the configuration is refused: ${reason} in ${text(context)}` };
        }
      }
    }
  }
  return undefined;
}

/**
 * The snippets that reach a rule: its own, those of SnippetsPolicies on the Gateway, and what other rules of the same host
 * say to the server they share with it.
 */
export function snippetsAt(place: Place, policies: AttachedPolicies, context: PlaneContext): SnippetText {
  const everywhere = [...context.objects.all(nginxGroup, 'SnippetsFilter')].sort(byAge);
  const own = filtersOf(fields(items(place.route.spec.rules)[place.ruleIndex]), place.route, context);
  const onGateway = levelsOf(place).flatMap((key) => policies.at(key));
  const neighbours = (everywhere.length === 0 ? [] : context.routes)
    .filter((route) => route.kind !== 'TLSRoute' && hostsOf(route).some((host) => hostsOf(place.route).includes(host)))
    .flatMap((route) => items(route.spec.rules).flatMap((rule) => filtersOf(rule, route, context)));
  return {
    http: directivesOf([...onGateway, ...everywhere], 'http'),
    server: directivesOf([...new Set([...onGateway, ...neighbours])], 'http.server'),
    location: directivesOf([...onGateway, ...own], 'http.server.location'),
  };
}

/** The SnippetsFilters that a rule names. */
function filtersOf(rule: Fields, route: KubeObject, { objects }: PlaneContext): readonly KubeObject[] {
  return items(rule.filters).flatMap((filter) => {
    const { group, kind, name } = fields(filter.extensionRef);
    const isSnippet = group === nginxGroup && kind === 'SnippetsFilter';
    const found = isSnippet ? objects.find(nginxGroup, kind, route.namespace, text(name) ?? '') : undefined;
    return found === undefined ? [] : [found];
  });
}

function directivesOf(holders: readonly KubeObject[], context: string): readonly Directive[] {
  return holders.flatMap(({ spec }) =>
    items(spec.snippets)
      .filter((snippet) => snippet.context === context)
      .flatMap((snippet) => {
        const read = parseDirectives(text(snippet.value) ?? '');
        return 'problem' in read ? [] : read;
      }),
  );
}

/** The objects that a rule's ExtensionRef filters name, of one kind. */
export function extensionsOf(place: Place, wanted: string, { objects }: PlaneContext): readonly KubeObject[] {
  const rule = fields(items(place.route.spec.rules)[place.ruleIndex]);
  return items(rule.filters).flatMap((filter) => {
    const { group, kind, name } = fields(filter.extensionRef);
    if (group !== nginxGroup || kind !== wanted) return [];
    return objects.find(nginxGroup, wanted, place.route.namespace, text(name) ?? '') ?? [];
  });
}

/** What a SnippetsPolicy may be attached to. */
export const snippetTargets = { kinds: ['Gateway'], sections: false };
