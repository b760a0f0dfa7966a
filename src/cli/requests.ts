import { readFile } from 'node:fs/promises';
import type { Request } from '../behaviour/outcome.js';
import { DocumentFault } from '../manifests/document-fault.js';
import { LineTable } from '../manifests/line-table.js';
import { parseValue } from '../manifests/parse-value.js';
import type { ExpectedRequest } from '../verification/verification.js';
import { isSystemError, systemReason, UsageError } from './usage-error.js';

const REQUEST = /^(?:([A-Za-z]+) +)?(https?):\/\/([^/?#\s]+)((?:[/?][^#\s]*)?)$/;

/**
 * A request as it is written on the command line, `GET https://shop.example.com/cart?x=1`; without a method it is a GET.
 * The path is taken as it is written, escapes and all.
 *
 * @param headers `Name: value`; `Host` replaces the one of the URL, which TLS still names
 * @throws UsageError for anything else
 */
export function parseRequest(text: string, headers: readonly string[]): Request {
  const [, method = 'GET', scheme, authority = '', target = ''] = REQUEST.exec(text.trim()) ?? [];
  if (scheme !== 'http' && scheme !== 'https') {
    throw new UsageError(`'${text}' is no request; write it like 'GET https://shop.example.com/cart'`);
  }
  const given = Object.fromEntries(headers.map(parseHeader));
  const hostKey = Object.keys(given).find((name) => name.toLowerCase() === 'host');
  const host = hostKey === undefined ? authority : (given[hostKey] ?? '');
  if (hostKey !== undefined) delete given[hostKey];
  const port = /:(\d+)$/.exec(authority)?.[1];
  return {
    scheme,
    host,
    method: method.toUpperCase(),
    path: target.startsWith('/') ? target : `/${target}`,
    ...(Object.keys(given).length === 0 ? {} : { headers: given }),
    ...(hostKey === undefined ? {} : { sni: authority.replace(/:\d+$/, '') }),
    ...(port === undefined ? {} : { port: Number(port) }),
  };
}

function parseHeader(text: string): [string, string] {
  const colon = text.indexOf(':');
  if (colon < 1) throw new UsageError(`'${text}' is no header; write it like 'X-Canary: always'`);
  return [text.slice(0, colon).trim(), text.slice(colon + 1).trim()];
}

/**
 * The requests in a YAML or JSON list of `{scheme, host, method, path, headers}`. Besides these an entry may have `port`,
 * `sni`, `clientAddress`, and `expect`: fields of the outcome after the conversion.
 *
 * @throws UsageError, with the place in the list, for what is no such list
 */
export async function readRequests(file: string): Promise<ExpectedRequest[]> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw isSystemError(error) ? new UsageError(`${file}: ${systemReason(error)}`) : error;
  });
  const list = readValue(file, text);
  if (!Array.isArray(list)) throw new UsageError(`${file}: it is no list of requests`);
  return list.map((entry, index) =>
    requestOf(entry, (what) => new UsageError(`${file}: request ${index + 1}: ${what}`)),
  );
}

function readValue(file: string, text: string): unknown {
  try {
    return parseValue(text);
  } catch (error) {
    if (!(error instanceof DocumentFault)) throw error;
    const { line, column } = new LineTable(file, text).at(error.offset);
    throw new UsageError(`${file}:${line}:${column}: it is no YAML: ${error.message}`);
  }
}

function requestOf(entry: unknown, fault: (what: string) => UsageError): ExpectedRequest {
  if (!isMapping(entry)) throw fault('it is no mapping');
  const { scheme = 'http', host, method = 'GET', path = '/', headers, port, sni, clientAddress, expect } = entry;
  if (scheme !== 'http' && scheme !== 'https') throw fault('scheme has to be http or https');
  if (typeof host !== 'string') throw fault('it needs a host');
  if (typeof method !== 'string' || method === '') throw fault('method has to be a text');
  if (typeof path !== 'string' || !path.startsWith('/')) throw fault('path has to begin with /');
  if (port !== undefined && !(Number.isInteger(port) && Number(port) > 0 && Number(port) < 65_536))
    throw fault('port has to be a number from 1 to 65535');
  for (const [name, value] of Object.entries({ sni, clientAddress }))
    if (value !== undefined && typeof value !== 'string') throw fault(`${name} has to be a text`);
  if (expect !== undefined && !isMapping(expect)) throw fault('expect has to be a mapping');
  const request: Request = {
    scheme,
    host,
    method: method.toUpperCase(),
    path,
    ...(headers === undefined ? {} : { headers: headersOf(headers, fault) }),
    ...(typeof sni === 'string' ? { sni } : {}),
    ...(typeof port === 'number' ? { port } : {}),
    ...(typeof clientAddress === 'string' ? { clientAddress } : {}),
  };
  return expect === undefined ? { request } : { request, expect };
}

function headersOf(value: unknown, fault: (what: string) => UsageError): Record<string, string> {
  if (!isMapping(value)) throw fault('headers has to be a mapping');
  const entries = Object.entries(value).map(([name, text]): [string, string] => {
    if (typeof text !== 'string' && typeof text !== 'number' && typeof text !== 'boolean')
      throw fault(`header ${name} has to be a text`);
    return [name, String(text)];
  });
  return Object.fromEntries(entries);
}

function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
