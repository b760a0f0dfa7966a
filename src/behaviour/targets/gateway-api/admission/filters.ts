import { type Fields, fields, items, number, optionalFields, text, texts } from '../reading.js';

/** The member that each type of filter must have, and that no other type may have. */
const members: ReadonlyMap<string, string> = new Map([
  ['RequestHeaderModifier', 'requestHeaderModifier'],
  ['ResponseHeaderModifier', 'responseHeaderModifier'],
  ['RequestMirror', 'requestMirror'],
  ['RequestRedirect', 'requestRedirect'],
  ['URLRewrite', 'urlRewrite'],
  ['ExtensionRef', 'extensionRef'],
  ['CORS', 'cors'],
  ['ExternalAuth', 'externalAuth'],
]);

const atMostOnce = ['RequestHeaderModifier', 'ResponseHeaderModifier', 'RequestRedirect', 'URLRewrite', 'CORS'];

/**
 * Why a list of filters is refused. A type that is not known is not: it may come from a newer CRD.
 *
 * @param matches the matches of the rule, to which prefix replacements are tied
 */
export function refusedFilters(filters: readonly Fields[], matches: readonly Fields[]): string | undefined {
  if (filters.length > 16) return 'more than 16 filters';
  const types = filters.map((filter) => text(filter.type) ?? '');
  const twice = atMostOnce.find((type) => types.filter((other) => other === type).length > 1);
  if (twice !== undefined) return `two ${twice} filters`;
  if (types.includes('RequestRedirect') && types.includes('URLRewrite')) return 'RequestRedirect beside URLRewrite';
  for (const filter of filters) {
    const found = refusedFilter(filter, matches);
    if (found !== undefined) return found;
  }
  return undefined;
}

function refusedFilter(filter: Fields, matches: readonly Fields[]): string | undefined {
  const type = text(filter.type) ?? '';
  const member = members.get(type);
  if (member === undefined) return undefined;
  for (const other of members.values()) {
    if ((filter[other] !== undefined) !== (other === member))
      return `filter ${type} with${other === member ? 'out' : ''} ${other}`;
  }
  const content = fields(filter[member]);
  switch (type) {
    case 'RequestHeaderModifier':
    case 'ResponseHeaderModifier':
      return refusedModifier(content);
    case 'RequestMirror':
      return refusedMirror(content);
    case 'RequestRedirect':
    case 'URLRewrite':
      return refusedPathModifier(optionalFields(content.path), matches);
    case 'CORS':
      return refusedCors(content);
    case 'ExternalAuth':
      return refusedTarget(fields(content.backendRef));
    default:
      return undefined;
  }
}

function refusedModifier(modifier: Fields): string | undefined {
  for (const key of ['set', 'add']) {
    const names = items(modifier[key]).map((header) => header.name);
    if (names.length > 16) return `more than 16 headers in ${key}`;
    if (new Set(names).size < names.length) return `a header twice in ${key}`;
  }
  const removed = texts(modifier.remove);
  if (removed.length > 16) return 'more than 16 headers in remove';
  return new Set(removed).size < removed.length ? 'a header twice in remove' : undefined;
}

function refusedMirror(mirror: Fields): string | undefined {
  const fraction = optionalFields(mirror.fraction);
  if (fraction !== undefined && mirror.percent !== undefined) return 'mirror with percent and fraction';
  if (fraction !== undefined && (number(fraction.numerator) ?? 0) > (number(fraction.denominator) ?? 100)) {
    return 'mirror fraction above 1';
  }
  return refusedTarget(fields(mirror.backendRef));
}

function refusedTarget(reference: Fields): string | undefined {
  const service = (text(reference.group) ?? '') === '' && (text(reference.kind) ?? 'Service') === 'Service';
  return service && number(reference.port) === undefined ? 'a Service without port' : undefined;
}

function refusedPathModifier(path: Fields | undefined, matches: readonly Fields[]): string | undefined {
  if (path === undefined) return undefined;
  const type = text(path.type);
  if ((path.replaceFullPath !== undefined) !== (type === 'ReplaceFullPath')) return 'replaceFullPath without its type';
  if ((path.replacePrefixMatch !== undefined) !== (type === 'ReplacePrefixMatch'))
    return 'replacePrefixMatch without its type';
  if (type !== 'ReplacePrefixMatch') return undefined;
  const [match] = matches;
  const prefix = matches.length === 1 && (text(fields(match?.path).type) ?? 'PathPrefix') === 'PathPrefix';
  return prefix ? undefined : 'ReplacePrefixMatch needs exactly one match, a PathPrefix';
}

function refusedCors(cors: Fields): string | undefined {
  for (const key of ['allowOrigins', 'allowMethods', 'allowHeaders']) {
    const list = texts(cors[key]);
    if (list.length > 1 && list.includes('*')) return `${key} with * beside others`;
  }
  const maxAge = number(cors.maxAge);
  return maxAge !== undefined && maxAge < 1 ? 'maxAge below 1' : undefined;
}
