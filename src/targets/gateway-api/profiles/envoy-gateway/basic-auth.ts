import type { BasicAuth } from '../../../../model/policies.js';
import type { Traced } from '../../../../model/traced.js';
import type { RulePlace } from '../implementation.js';
import { loses, type Part, resembles } from './parts.js';

const WORDS = {
  apr1: 'MD5 ($apr1$)',
  bcrypt: 'bcrypt',
  crypt: 'crypt',
  plain: 'plain text',
  unreadable: 'no known form',
} as const;

/** Why a SecurityPolicy cannot ask for the passwords; undefined where it can. */
export function whyNoBasicAuth({ value }: Traced<BasicAuth>): { what: string; next: string } | undefined {
  const { scheme, secret } = value;
  if (scheme === 'digest') {
    const next = 'Use basic authentication, or an authenticating proxy in front of the Service.';
    return { what: 'digest authentication, which Envoy Gateway does not have', next };
  }
  if (secret === undefined) {
    const next = 'Make a Secret with the key .htpasswd and a SecurityPolicy that names it.';
    return { what: 'basic authentication with users that are no Secret', next };
  }
  const others = (secret.hashes ?? []).flatMap((hash) => (hash === 'sha' ? [] : [WORDS[hash]]));
  if (others.length === 0) return undefined;
  return {
    what: `basic authentication with passwords in ${others.join(' and ')} of Secret ${secret.name}, of which Envoy can check {SHA} only: it would refuse the policy and answer 500`,
    next: `Give the users new passwords (htpasswd -s) in Secret ${secret.name}, or use OIDC or an authenticating proxy.`,
  };
}

/** Basic authentication by a Secret in the shape that Envoy Gateway reads: key .htpasswd, {SHA} passwords only. */
export function basicAuthPart({ value, from }: Traced<BasicAuth>, place: RulePlace): Part {
  const { secret, realm } = value;
  if (secret === undefined) return { spec: {}, claims: [] };
  const { options, extras } = place.planning;
  const wanted = `${secret.name}-htpasswd`;
  const written = options.emitSecrets === true ? secret.users : undefined;
  const name =
    written === undefined
      ? wanted
      : extras.need(
          {
            apiVersion: 'v1',
            kind: 'Secret',
            namespace: place.namespace,
            wanted,
            content: { type: 'Opaque', stringData: { '.htpasswd': written } },
          },
          place.rule.owner,
        ).name;
  const checked =
    secret.hashes === undefined ? '; only passwords in {SHA} are taken, and with any other the paths answer 500' : '';
  const message = `users and passwords are those of Secret ${name}, key .htpasswd${checked}; the login is asked for before any address list, and the backend does not see it, as before`;
  const source =
    secret.layout === 'keys'
      ? `a line user:hash for each key of Secret ${secret.name}`
      : `what Secret ${secret.name} has under the key auth`;
  const next =
    written !== undefined
      ? undefined
      : `Create Secret ${name} with the key .htpasswd: ${source}; or pass --emit-secrets with the Secret in the input.`;
  const rest = from.filter((item) => realm?.from.includes(item) !== true);
  return {
    spec: { basicAuth: { users: { name } } },
    claims: [
      resembles(rest, 'RS2601', message, 'spec.basicAuth', {
        severity: written === undefined ? 'warning' : 'info',
        next,
      }),
    ],
    lost:
      realm === undefined
        ? []
        : [
            loses(
              realm.from,
              'RS2602',
              `Envoy does not send the realm ${JSON.stringify(realm.value)} with its 401`,
              'Tell users that the name in the login window changes.',
            ),
          ],
  };
}
