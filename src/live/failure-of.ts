import type { Failure } from './wire-answer.js';

/** How far an exchange had come. */
export type Phase = 'connecting' | 'handshake' | 'asking';

/** The time for an exchange is up. */
export class Late extends Error {
  constructor() {
    super('no answer in time');
    this.name = 'Late';
  }
}

/** What an error of a request means, by how far the exchange had come. */
export function failureOf(error: Error, phase: Phase): { readonly failure: Failure; readonly detail: string } {
  if (error instanceof Late) return { failure: phase === 'connecting' ? 'unconnected' : 'late', detail: 'timeout' };
  const detail = 'code' in error && typeof error.code === 'string' ? error.code : error.name;
  switch (phase) {
    case 'connecting':
      return { failure: 'unconnected', detail };
    case 'handshake':
      return { failure: 'handshake', detail };
    case 'asking':
      // An alert after the handshake: TLS 1.3 tells a client so that its certificate is missing.
      if (detail.startsWith('ERR_SSL_')) return { failure: 'handshake', detail };
      return { failure: detail.startsWith('HPE_') ? 'garbled' : 'closed', detail };
  }
}
