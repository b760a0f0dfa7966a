import { readFileSync } from 'node:fs';
import { load } from 'js-yaml';
import type { Request } from '../../../../src/behaviour/outcome.js';

/** The shape of `../shared/cases/gateway-api.yaml`; its header explains the fields. */
export interface Case {
  readonly id: string;
  readonly about: string;
  readonly objects?: readonly object[];
  readonly steps?: readonly Step[];
  readonly conditions?: readonly { readonly object: string; readonly status: string; readonly reason?: string }[];
  readonly invalid?: readonly { readonly object: string; readonly rule: string; readonly admission: string }[];
}

export interface Step {
  readonly request: StatedRequest;
  readonly expect?: Expectation;
  readonly expectAny?: readonly Expectation[];
}

type Values = Readonly<Record<string, string | readonly string[]>>;

export interface StatedRequest {
  readonly scheme: 'http' | 'https' | 'tls';
  readonly host?: string;
  readonly method?: string;
  readonly path?: string;
  readonly sni?: string;
  readonly port?: number;
  readonly gateway?: string;
  readonly headers?: Values;
  readonly backendResponseHeaders?: Values;
}

export interface HeaderExpectation {
  readonly set?: Readonly<Record<string, string>>;
  readonly removed?: readonly string[];
}

export interface Expectation {
  readonly status?: number;
  readonly backend?: string | null;
  readonly backends?: readonly {
    readonly backend?: string;
    readonly status?: number;
    readonly weight: number;
    readonly requestHeaders?: HeaderExpectation;
    readonly backendTls?: object | null;
  }[];
  readonly path?: string;
  readonly host?: string;
  readonly requestHeaders?: HeaderExpectation;
  readonly responseHeaders?: Values;
  readonly responseHeadersAbsent?: readonly string[];
  readonly location?: string;
  readonly mirrors?: readonly (string | { readonly backend: string; readonly percent: number })[];
  readonly timeouts?: Readonly<Record<string, string>> | null;
  readonly backendTls?: object | null;
  readonly backendProtocol?: string;
  readonly certificate?: string;
  readonly tls?: 'passthrough' | 'terminate';
  readonly connection?: string;
  readonly grpcStatus?: string;
}

export function readCases(file: string): readonly Case[] {
  return load(readFileSync(file, 'utf8')) as readonly Case[];
}

/** A header that occurs several times reaches the gateway as one list (RFC 9110 section 5.3). */
export function joinValues(values: Values | undefined): Record<string, string> {
  const entries = Object.entries(values ?? {});
  return Object.fromEntries(
    entries.map(([name, value]) => [name, typeof value === 'string' ? value : value.join(',')]),
  );
}

/** The request of a step as the model takes it; a bare TLS connection is one whose HTTP nobody looks at. */
export function toRequest(stated: StatedRequest): Request {
  return {
    scheme: stated.scheme === 'http' ? 'http' : 'https',
    host: stated.host ?? stated.sni ?? '',
    method: stated.method ?? 'GET',
    path: stated.path ?? '/',
    headers: joinValues(stated.headers),
    sni: stated.sni,
    port: stated.port,
  };
}
