import type { ParsedRequest } from '../../parsed-request.js';

/** Replaces the variables of NGINX that a request tells; others stay as they are written. */
export function expandVariables(value: string, request: ParsedRequest): string {
  return value.replace(/\$(?:\{(\w+)\}|(\w+))/g, (written: string, braced?: string, bare?: string) => {
    return variableValue((braced ?? bare ?? '').toLowerCase(), request) ?? written;
  });
}

/** The value of a variable; undefined for those that are not known here. */
export function variableValue(name: string, request: ParsedRequest): string | undefined {
  const argument = /^arg_(\w+)$/.exec(name)?.[1];
  if (argument !== undefined) return request.queryParam(argument) ?? '';
  const header = /^http_(\w+)$/.exec(name)?.[1];
  if (header !== undefined) return request.header(header.replaceAll('_', '-')) ?? '';
  const cookie = /^cookie_(\w+)$/.exec(name)?.[1];
  if (cookie !== undefined) return request.cookie(cookie) ?? '';
  switch (name) {
    case 'host':
      return request.host;
    case 'scheme':
      return request.scheme;
    case 'request_uri':
      return request.path + request.query;
    case 'uri':
    case 'document_uri':
      return request.path;
    case 'args':
    case 'query_string':
      return request.query.slice(1);
    case 'is_args':
      return request.query.length > 1 ? '?' : '';
    case 'request_method':
      return request.method;
    case 'server_port':
      return String(request.port);
    case 'https':
      return request.scheme === 'https' ? 'on' : '';
    default:
      return undefined;
  }
}
