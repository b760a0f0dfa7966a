import { compileRe2 } from '../../../../regex/re2.js';
import { composeHeaderChanges } from '../../header-changes.js';
import type { KubeObject } from '../../objects.js';
import type { PathModifier } from '../../path-modifier.js';
import type { Extension } from '../../plane.js';
import { type Fields, fields, items, number, optionalFields, text } from '../../reading.js';
import type { OwnReply } from '../../step.js';
import { readValueMatches, type ValueMatch } from '../../value-match.js';

/** Reads an HTTPRouteFilter: a rewrite by expression, an answer of its own, credentials, cookies to match. */
export function readRouteFilter({ label, spec, namespace }: KubeObject): Extension | { readonly failure: string } {
  const rewrite = optionalFields(fields(fields(spec.urlRewrite).path).replaceRegexMatch);
  const path = rewrite === undefined ? undefined : readReplacement(rewrite);
  if (path !== undefined && 'failure' in path) return { failure: `${label}: ${path.failure}` };
  const lists: (readonly ValueMatch[])[] = [];
  for (const match of items(spec.matches)) {
    const cookies = readValueMatches(match.cookies, false);
    if ('refusal' in cookies) return { failure: `${label}: ${cookies.refusal}` };
    lists.push(cookies);
  }
  const direct = optionalFields(spec.directResponse);
  const injected = optionalFields(spec.credentialInjection);
  const reply = direct === undefined ? undefined : directResponse(direct);
  const unread =
    fields(spec.urlRewrite).hostname === undefined ? [] : [`${label}: urlRewrite.hostname is not modelled`];
  return {
    path,
    cookies: lists,
    remarks: unread,
    ...(reply === undefined ? {} : { steps: [{ answer: () => reply }] }),
    ...(injected === undefined ? {} : { requestHeaders: [injection(injected, namespace)] }),
  };
}

/** Envoy replaces every match in the path; `\1` stands for the first group, `\0` for the whole match. */
function readReplacement(rewrite: Fields): PathModifier | { readonly failure: string } {
  const pattern = compileRe2(text(rewrite.pattern) ?? '');
  if ('refusal' in pattern) return { failure: pattern.refusal };
  const substitution = text(rewrite.substitution) ?? '';
  const write = (groups: readonly string[]) =>
    substitution.replace(/\\(\\|[0-9])/g, (_all, escaped: string) =>
      escaped === '\\' ? '\\' : (groups[Number(escaped)] ?? ''),
    );
  return { kind: 'own', rewrite: (path) => pattern.replaceAll(path, write) };
}

function directResponse(direct: Fields): OwnReply {
  const { set, added, removed } = composeHeaderChanges([fields(direct.header)]);
  const { location = added.location, ...others } = set;
  return {
    status: number(direct.statusCode) ?? 200,
    reason: 'direct response',
    location,
    responseHeaders: { set: others, added, removed },
  };
}

/** The value is a secret: only where it comes from is told. */
function injection(injected: Fields, namespace: string): Fields {
  const name = text(injected.header) ?? 'Authorization';
  const secret = text(fields(fields(injected.credential).valueRef).name) ?? '';
  const entry = { name, value: `(from Secret ${namespace}/${secret})` };
  return injected.overwrite === true ? { set: [entry] } : { add: [entry] };
}
