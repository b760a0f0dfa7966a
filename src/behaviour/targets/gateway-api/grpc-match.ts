import { compileRe2, type Re2Pattern } from '../../regex/re2.js';
import type { ParsedRequest } from './parsed-request.js';
import { type Fields, fields, text } from './reading.js';
import { readValueMatches, type ValueMatch, valuesMatch } from './value-match.js';

/** One entry of `rules[].matches` of a GRPCRoute. */
export interface GrpcMatch {
  readonly service: string | Re2Pattern | undefined;
  readonly method: string | Re2Pattern | undefined;
  readonly serviceLength: number;
  readonly methodLength: number;
  readonly headers: readonly ValueMatch[];
}

/** Reads a match of a GRPCRoute, or says why it cannot be used. */
export function readGrpcMatch(match: Fields): GrpcMatch | { readonly refusal: string } {
  const given = fields(match.method);
  const regex = text(given.type) === 'RegularExpression';
  const read = (name: unknown) => {
    const value = text(name) || undefined;
    return value === undefined || !regex ? value : compileRe2(value);
  };
  const service = read(given.service);
  if (typeof service === 'object' && 'refusal' in service) return service;
  const method = read(given.method);
  if (typeof method === 'object' && 'refusal' in method) return method;
  const headers = readValueMatches(match.headers, true);
  if ('refusal' in headers) return headers;
  return {
    service,
    method,
    serviceLength: text(given.service)?.length ?? 0,
    methodLength: text(given.method)?.length ?? 0,
    headers,
  };
}

/** Whether a request can be a gRPC call: a POST whose content type, if there is one, is gRPC's (gRPC over HTTP/2, Requests). */
export function isGrpcCall(request: ParsedRequest): boolean {
  if (request.method !== 'POST') return false;
  const type = request.header('content-type');
  return type === undefined || type.startsWith('application/grpc');
}

/** Whether a call, a POST to `/service/method`, meets the match. */
export function grpcMatches(match: GrpcMatch, request: ParsedRequest): boolean {
  const [, service, method] = /^\/([^/]+)\/([^/]+)$/.exec(request.path) ?? [];
  if (!nameMatches(match.service, service) || !nameMatches(match.method, method)) return false;
  return valuesMatch(match.headers, request.header);
}

function nameMatches(wanted: string | Re2Pattern | undefined, name: string | undefined): boolean {
  if (wanted === undefined) return true;
  if (name === undefined) return false;
  return typeof wanted === 'string' ? wanted === name : wanted.matches(name, 'full');
}
