import type { BasicAuth } from '../../../../model/policies.js';
import type { Traced } from '../../../../model/traced.js';
import type { FilterDraft, RulePlace } from '../implementation.js';
import { draftOf, needOf } from './snippets.js';
import { same, type Told } from './telling.js';

/** The realm is written between quotes without escaping (internal/controller/nginx/config/servers_template.go). */
const SAFE_REALM = /^[^"\\$\r\n]{0,512}$/;

export function isBasic({ value }: Traced<BasicAuth>): boolean {
  return value.scheme === 'basic' && value.secret !== undefined;
}

/** Passwords by the same module of nginx. What the Secret lacks keeps the paths closed: a filter that is not valid answers 500. */
export function authenticationFilter(
  auth: Traced<BasicAuth>,
  place: RulePlace,
  version: string,
): FilterDraft | undefined {
  const { secret, realm } = auth.value;
  if (auth.value.scheme !== 'basic' || secret === undefined) return undefined;
  const isElsewhere = secret.namespace !== undefined && secret.namespace !== place.namespace;
  // Until 2.5 the filter took Secrets of its own type only (internal/controller/state/graph/authentication_filter.go).
  const ownType = version === '2.4';
  const isAsItIs = secret.layout === 'file' && !isElsewhere && !ownType;
  const users = place.planning.options.emitSecrets === true && !isAsItIs ? secret.users : undefined;
  const wanted = `${secret.name}-htpasswd`.slice(0, 253);
  const content = { type: ownType ? 'nginx.org/htpasswd' : 'Opaque', stringData: { auth: users ?? '' } };
  const name = isAsItIs
    ? secret.name
    : users === undefined
      ? wanted
      : place.planning.extras.need(
          { apiVersion: 'v1', kind: 'Secret', namespace: place.namespace, wanted, content },
          place.rule.owner,
        ).name;
  const written = realm?.value ?? '';
  const isSafe = SAFE_REALM.test(written);
  const spec = { type: 'Basic', basic: { secretRef: { name }, realm: isSafe ? written : 'Restricted' } };
  const realmItems = new Set(realm?.from ?? []);
  const told: Told[] = [
    isAsItIs || users !== undefined
      ? same(
          auth.from.filter((item) => !realmItems.has(item)),
          'RS2631',
          `checked by nginx against key auth of Secret ${name}, every format of htpasswd included; the Authorization header is kept from the backend, as at the controller`,
        )
      : {
          items: auth.from.filter((item) => !realmItems.has(item)),
          remark: {
            verdict: 'manual',
            code: 'RS2632',
            message: `the filter reads Secret ${name} in ${place.namespace ?? 'the namespace of the route'}${ownType ? ', of type nginx.org/htpasswd' : ''}, with lines of user:hash under the key auth; until it is there the paths answer 500`,
            next: instruction(secret, isElsewhere, name, place.namespace, ownType),
          },
        },
  ];
  if (realm !== undefined)
    told.push(
      isSafe
        ? same(realm.from, 'RS2631', `the realm is "${written}"`)
        : {
            items: realm.from,
            remark: {
              verdict: 'approximated',
              code: 'RS2638',
              severity: 'warning',
              message:
                'the realm has a quote, a backslash or a dollar sign, which NGINX Gateway Fabric writes into its configuration unescaped: it says "Restricted" instead',
              next: 'Choose a realm of letters, digits and blanks.',
            },
          },
    );
  return draftOf(needOf('AuthenticationFilter', 'users', spec, place), told);
}

function instruction(
  secret: NonNullable<BasicAuth['secret']>,
  isElsewhere: boolean,
  name: string,
  namespace: string | undefined,
  ownType: boolean,
): string {
  const from = `Secret ${isElsewhere ? `${secret.namespace}/` : ''}${secret.name}`;
  const what =
    secret.layout === 'file'
      ? `Copy the key auth of ${from}`
      : `Write a line key:value for each key of ${from} (a user and the hash of the password)`;
  const type = ownType ? ' of type nginx.org/htpasswd' : '';
  return `${what} to the key auth of a Secret ${name}${type}${namespace === undefined ? '' : ` in ${namespace}`}.`;
}
