import type { Traced } from '../../../model/traced.js';
import { guardInSnippet } from '../../snippet-guards.js';
import type { NginxPlace } from '../../snippets/nginx-draft.js';
import { type NginxEffects, readNginx } from '../../snippets/read-nginx.js';
import type { Context } from '../context.js';
import type { ServedIngress } from '../served-ingress.js';

/** What the snippets of an Ingress say, each on its level. */
export interface Snippets {
  readonly location: NginxEffects | undefined;
  readonly server: NginxEffects | undefined;
  /** A guard in a snippet that is not read. */
  readonly guard: Traced<string> | undefined;
}

const KEYS = ['configuration-snippet', 'server-snippet', 'stream-snippet', 'modsecurity-snippet'];

/** What most Ingresses have. */
export const NO_SNIPPETS: Snippets = { location: undefined, server: undefined, guard: undefined };

/** Headers that every location of the template has (rootfs/etc/nginx/template/nginx.tmpl; semantics §13). */
const OWN_HEADERS =
  /^(?:host|x-request-id|x-real-ip|x-forwarded-(?:for|host|port|proto|scheme)|x-scheme|x-original-forwarded-(?:for|host)|upgrade|connection)$/i;

const SHARED = { ownRequestHeaders: OWN_HEADERS, hasHeadersMore: true, answers: true };
const LOCATION: NginxPlace = { ...SHARED, level: 'location' };
const SERVER: NginxPlace = { ...SHARED, level: 'server' };

/** Snippets are the proxy's own language: idioms of it are translated; of what is not, a part that seems to guard withholds. */
export function readSnippets({ annotations }: ServedIngress, { ledger, snippets, options }: Context): Snippets {
  if (!KEYS.some((key) => annotations.has(key))) return NO_SNIPPETS;
  // An implementation that is nginx itself has its say about every directive.
  const isTakenUp = options.to === 'gateway-api' && options.profile?.name === 'nginx-gateway-fabric';
  const read = (key: string, place: NginxPlace): NginxEffects | undefined => {
    const written = snippets.written(annotations, key);
    return written === undefined ? undefined : readNginx(written, place, ledger);
  };
  // auth-snippet has its say with external authentication.
  annotations.leaveToMapping('stream-snippet');
  annotations.leaveToMapping('modsecurity-snippet');
  const modsecurity = annotations.text('modsecurity-snippet');
  const location = read('configuration-snippet', { ...LOCATION, isTakenUp });
  const server = read('server-snippet', SERVER);
  const guard = modsecurity === undefined ? undefined : guardInSnippet(modsecurity);
  return (location ?? server ?? guard) === undefined ? NO_SNIPPETS : { location, server, guard };
}
