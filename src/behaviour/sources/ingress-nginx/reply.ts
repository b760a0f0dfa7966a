import type { Guard, HeaderChanges, Outcome } from '../../outcome.js';

/** Header changes under construction; names are put into lower case. */
export class Headers {
  private readonly setHeaders: Record<string, string> = {};
  private readonly addedHeaders: Record<string, string> = {};
  private readonly removedHeaders = new Set<string>();

  set(name: string, value: string): this {
    this.setHeaders[name.toLowerCase()] = value;
    return this;
  }

  add(name: string, value: string): this {
    this.addedHeaders[name.toLowerCase()] = value;
    return this;
  }

  remove(name: string): this {
    this.removedHeaders.add(name.toLowerCase());
    return this;
  }

  get changes(): HeaderChanges {
    return { set: this.setHeaders, added: this.addedHeaders, removed: [...this.removedHeaders].sort() };
  }
}

const unchanged: HeaderChanges = Object.freeze({ set: {}, added: {}, removed: [] });

/** An outcome in which the controller answers itself. */
export function ownAnswer(
  status: number,
  rule: string,
  details: {
    readonly reason?: string | undefined;
    readonly location?: string | undefined;
    readonly certificate?: string | null | undefined;
    readonly responseHeaders?: Headers | undefined;
    readonly guards?: readonly Guard[] | undefined;
    readonly isAbsent?: boolean | undefined;
  },
): Outcome {
  return {
    status,
    ...(details.reason === undefined ? {} : { reason: details.reason }),
    ...(details.isAbsent === true ? { isAbsent: true } : {}),
    ...(details.location === undefined ? {} : { location: details.location }),
    backend: null,
    backends: [],
    path: null,
    host: null,
    certificate: details.certificate ?? null,
    requestHeaders: unchanged,
    responseHeaders: details.responseHeaders?.changes ?? unchanged,
    guards: details.guards ?? [],
    timeouts: {},
    rule,
  };
}
