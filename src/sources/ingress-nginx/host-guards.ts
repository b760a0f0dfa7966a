import type { ClientCertificate } from '../../model/policies.js';
import type { Traced } from '../../model/traced.js';
import type { Refusal } from '../held-annotations.js';
import { readClientCertificate } from './concerns/authentication.js';
import { readServerGuard } from './concerns/snippets.js';
import type { Context } from './context.js';
import type { Server } from './routing-table.js';

/** A client CA that the controller cannot load locks the whole host, whoever asked for it (semantics §18.3). */
export function hostLock(server: Server): Refusal | undefined {
  return server.certificateUsers.find((u) => u.annotations.hostDenied !== undefined)?.annotations.hostDenied;
}

/** Access directives of a server snippet reach every location of the host; the oldest Ingress that has one decides (§20). */
export function serverGuardOf(server: Server): Traced<string> | undefined {
  const owner = server.users.find((u) => u.annotations.has('server-snippet'));
  return owner === undefined ? undefined : readServerGuard(owner.annotations);
}

export function clientCertificateOf(server: Server, context: Context): Traced<ClientCertificate> | undefined {
  for (const user of server.certificateUsers) {
    const found = readClientCertificate(user, context);
    if (found !== undefined) return found;
  }
  return undefined;
}
