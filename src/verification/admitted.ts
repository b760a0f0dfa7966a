import type { Item } from '../ledger/verdict.js';
import { type Fields, fieldsOf } from './fields.js';

const PATH = /^spec\.rules\[(\d+)\]\.http\.paths\[(\d+)\]/;
const RULE = /^spec\.rules\[(\d+)\](?:\.host|\.http)?$/;
const TLS_HOST = /^spec\.tls\[(\d+)\]\.hosts\[(\d+)\]$/;

/** Nobody asks for this host (RFC 2606), so that rules which take its place serve nothing where no other is left. */
const NOBODY = 'refused.invalid';

/** Whether a host stands for a rule that was refused. */
export function isNobody(host: string): boolean {
  return host.toLowerCase().replace(/:\d*$/, '') === NOBODY;
}

/**
 * An Ingress without the entries that the API server would refuse (RS0108). It would refuse the whole object; what is
 * compared is the rest, which was converted. Entries are blanked, not removed, so that the others keep their index.
 *
 * @param refused the items that report such entries of this object
 */
export function admitted(content: Fields, refused: readonly Item[]): Fields {
  let spec = fieldsOf(content.spec);
  for (const { field } of refused) {
    // Without rules and default backend there is nothing left of it.
    if (field === 'spec') return { ...content, spec: { ...spec, tls: [] } };
    const [, rule, path] = PATH.exec(field) ?? [];
    const [, whole] = RULE.exec(field) ?? [];
    const [, tls, host] = TLS_HOST.exec(field) ?? [];
    if (rule !== undefined) spec = within(spec, 'rules', rule, (r) => withinPaths(r, path));
    else if (whole !== undefined) spec = within(spec, 'rules', whole, () => ({ host: NOBODY }));
    else if (tls !== undefined) spec = within(spec, 'tls', tls, (entry) => within(entry, 'hosts', host, () => null));
    else if (field.startsWith('spec.defaultBackend') || field.startsWith('spec.backend')) {
      const { defaultBackend: _one, backend: _other, ...rest } = spec;
      spec = rest;
    }
  }
  const rules: readonly unknown[] = Array.isArray(spec.rules) ? spec.rules : [];
  const isRefused = (rule: unknown) => fieldsOf(rule).host === NOBODY;
  const [kept] = rules.filter((rule) => !isRefused(rule));
  if (rules.length === 0 || kept !== undefined) {
    // A host that is named twice is one host: without paths, the second rule says nothing.
    const blanked = rules.map((rule) => (isRefused(rule) ? { host: fieldsOf(kept).host } : rule));
    return { ...content, spec: rules.length === 0 ? spec : { ...spec, rules: blanked } };
  }
  return { ...content, metadata: withoutAliases(fieldsOf(content.metadata)), spec: { ...spec, tls: [] } };
}

/** Aliases act beyond the hosts of the rules, and have nothing to act on without any. */
function withoutAliases(metadata: Fields): Fields {
  const annotations = Object.entries(fieldsOf(metadata.annotations)).filter(([key]) => !key.endsWith('/server-alias'));
  return { ...metadata, annotations: Object.fromEntries(annotations) };
}

function withinPaths(rule: Fields, path: string | undefined): Fields {
  return { ...rule, http: within(fieldsOf(rule.http), 'paths', path, () => ({})) };
}

/** The mapping with one entry of its list replaced. */
function within(fields: Fields, list: string, index: string | undefined, change: (entry: Fields) => unknown): Fields {
  const entries: readonly unknown[] = Array.isArray(fields[list]) ? fields[list] : [];
  return { ...fields, [list]: entries.map((entry, i) => (i === Number(index) ? change(fieldsOf(entry)) : entry)) };
}
