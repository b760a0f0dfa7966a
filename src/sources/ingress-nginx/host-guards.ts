import type { ClientCertificate } from '../../model/policies.js';
import type { Traced } from '../../model/traced.js';
import type { Refusal } from '../held-annotations.js';
import type { NginxEffects } from '../snippets/read-nginx.js';
import { readClientCertificate } from './concerns/authentication.js';
import type { Snippets } from './concerns/snippets.js';
import type { Context } from './context.js';
import type { Server } from './routing-table.js';
import type { ServedIngress } from './served-ingress.js';

/** What a host has from the snippet for its server. */
export interface ServerSnippet {
  readonly owner: ServedIngress;
  readonly effects: NginxEffects;
}

/** A client CA that the controller cannot load locks the whole host, whoever asked for it (semantics §18.3). */
export function hostLock(server: Server): Refusal | undefined {
  return server.certificateUsers.find((u) => u.annotations.hostDenied !== undefined)?.annotations.hostDenied;
}

/** The server snippet of a host and whose it is: the oldest Ingress that has one decides for every location (semantics §20). */
export function serverSnippetOf(
  server: Server,
  snippets: ReadonlyMap<ServedIngress, Snippets>,
): ServerSnippet | undefined {
  const owner = snippets.size === 0 ? undefined : server.users.find((u) => u.annotations.has('server-snippet'));
  const effects = owner === undefined ? undefined : snippets.get(owner)?.server;
  return owner === undefined || effects === undefined ? undefined : { owner, effects };
}

export function clientCertificateOf(server: Server, context: Context): Traced<ClientCertificate> | undefined {
  if (!context.inUse.has('auth-tls-secret')) return undefined;
  for (const user of server.certificateUsers) {
    const found = readClientCertificate(user, context);
    if (found !== undefined) return found;
  }
  return undefined;
}
