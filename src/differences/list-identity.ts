import { canonicalText, type Fields, isMapping } from './plain-values.js';

/**
 * What tells an entry of a list from its neighbours, the surest name first. Entries of two lists that share the surest
 * name are one entry; those that are left over are compared by the next.
 */
export function identitiesOf(list: string, entry: unknown): readonly string[] {
  if (!isMapping(entry)) return [canonicalText(entry)];
  switch (list) {
    case 'rules':
      return ruleIdentities(entry);
    case 'matches':
      return [canonicalText(entry)];
    // The name of a listener is its key in the API (listType=map).
    case 'listeners':
      return [canonicalText(entry.name)];
    default:
      return otherIdentities(entry);
  }
}

/** Rules of routes are known by what they match, or by what they do with it; those of a Role by what they are about. */
function ruleIdentities({ matches, name, ...rest }: Fields): readonly string[] {
  const about = rest.resources === undefined ? matches : [rest.apiGroups, rest.resources, rest.resourceNames];
  const named = name === undefined ? [] : [canonicalText(name)];
  return [canonicalText(about ?? null), ...named, canonicalText(rest)];
}

function otherIdentities(entry: Fields): readonly string[] {
  const { group, kind, namespace, name, sectionName, port, type } = entry;
  if (typeof name === 'string') {
    return [
      canonicalText([kind, namespace, name.toLowerCase(), sectionName, port]),
      canonicalText([kind, namespace, name.toLowerCase()]),
    ];
  }
  if (typeof type === 'string') return [canonicalText(entry), type];
  return [canonicalText(entry), canonicalText([group, kind, namespace])];
}

/** `PathPrefix /api, header x-canary: always` for a rule of a route; undefined for entries whose index says enough. */
export function labelOf(list: string, entry: unknown): string | undefined {
  if (!isMapping(entry)) return undefined;
  if (list === 'listeners' && typeof entry.name === 'string') return entry.name;
  if (list !== 'rules' || entry.resources !== undefined) return undefined;
  const matches = Array.isArray(entry.matches) ? entry.matches : [];
  const [first, ...others] = matches;
  if (!isMapping(first)) return 'every request';
  const more = others.length === 0 ? '' : ` and ${others.length} more`;
  return `${matchText(first)}${more}`;
}

function matchText({ path, method, headers, queryParams }: Fields): string {
  const parts: string[] = [];
  if (isMapping(path)) parts.push(`${path.type ?? 'PathPrefix'} ${path.value ?? '/'}`);
  if (isMapping(method)) parts.push([method.service, method.method].filter((word) => word !== undefined).join('/'));
  else if (method !== undefined) parts.push(String(method));
  parts.push(...valuesText('header', headers), ...valuesText('query', queryParams));
  return parts.length === 0 ? 'every request' : parts.join(', ');
}

function valuesText(what: string, list: unknown): string[] {
  if (!Array.isArray(list)) return [];
  return list.filter(isMapping).map(({ name, value }) => `${what} ${name}: ${value}`);
}
