import { type FieldReader, type Fields, has } from './field-reader.js';
import type { FieldPath } from './object.js';
import { readWord } from './read-word.js';
import type { RouteHeaderAction } from './route.js';

const AT: FieldPath = ['spec', 'httpHeaders', 'actions'];
const MOST_ACTIONS = 20;
const LONGEST_VALUE = 16384;
const NAME = /^[-!#$%&'*+.0-9A-Z^_`a-z|~]{1,255}$/;
/** The router needs them for itself (openshift/api route/v1 types.go, rules on RouteHTTPHeader.name). */
const RESERVED: ReadonlySet<string> = new Set(['strict-transport-security', 'proxy', 'cookie', 'set-cookie']);
/** A value, but for what `%[…]` and `%%` stand for. */
const FETCHES: Readonly<Record<'request' | 'response', RegExp>> = {
  request: /^(?:%(?:%|\[(?:req\.hdr\([0-9A-Za-z-]+\)|ssl_c_der)(?:,(?:lower|base64))*\])|[^%[\]])+$/,
  response: /^(?:%(?:%|\[(?:res\.hdr\([0-9A-Za-z-]+\)|ssl_c_der)(?:,(?:lower|base64))*\])|[^%[\]])+$/,
};

/** Reads the header actions of both directions, in their order. */
export function readRouteHeaders(
  reader: FieldReader,
  spec: Fields,
): { readonly request: readonly RouteHeaderAction[]; readonly response: readonly RouteHeaderAction[] } {
  const headers = reader.mapping(spec, ['spec'], 'httpHeaders') ?? {};
  const actions = reader.mapping(headers, ['spec', 'httpHeaders'], 'actions') ?? {};
  return { request: readActions(reader, actions, 'request'), response: readActions(reader, actions, 'response') };
}

function readActions(reader: FieldReader, actions: Fields, direction: 'request' | 'response'): RouteHeaderAction[] {
  const list = reader.list(actions, AT, direction) ?? [];
  const at = [...AT, direction];
  if (list.length > MOST_ACTIONS) reader.report(at, `holds ${list.length} actions; ${MOST_ACTIONS} are allowed`);
  const names = new Set<string>();
  return list.flatMap((value, index) => {
    const item = reader.item(value, [...at, index]);
    const action = item === undefined ? undefined : readAction(reader, item, [...at, index], direction);
    if (action === undefined) return [];
    const name = action.name.toLowerCase();
    if (names.has(name)) reader.report([...at, index, 'name'], 'names a header twice', 'Keep one of the actions.');
    names.add(name);
    return [action];
  });
}

function readAction(
  reader: FieldReader,
  item: Fields,
  at: FieldPath,
  direction: 'request' | 'response',
): RouteHeaderAction | undefined {
  const name = reader.text(item, at, 'name');
  if (name === undefined || !NAME.test(name)) {
    reader.report([...at, 'name'], 'needs a header name');
    return undefined;
  }
  if (RESERVED.has(name.toLowerCase()))
    reader.report([...at, 'name'], `${name.toLowerCase()} may not be changed`, 'Remove the action.');
  const action = reader.mapping(item, at, 'action') ?? {};
  const type = readWord(reader, action, [...at, 'action'], 'type', ['Set', 'Delete'] as const);
  if (type === undefined) {
    if (!has(action, 'type')) reader.report([...at, 'action', 'type'], 'needs Set or Delete');
    return undefined;
  }
  if (type === 'Delete') {
    if (has(action, 'set')) reader.report([...at, 'action', 'set'], 'goes with type Set only', 'Remove it.');
    return { name };
  }
  const set = reader.mapping(action, [...at, 'action'], 'set') ?? {};
  const value = reader.text(set, [...at, 'action', 'set'], 'value');
  const place = [...at, 'action', 'set', 'value'];
  if (value === undefined) reader.report(place, 'is required');
  else if (value.length > LONGEST_VALUE) reader.report(place, `has more than ${LONGEST_VALUE} characters`);
  else if (!FETCHES[direction].test(value))
    reader.report(place, 'holds a % that is neither doubled nor one of the fetches that are allowed here');
  return value === undefined ? undefined : { name, value };
}
