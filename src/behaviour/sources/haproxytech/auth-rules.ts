import { compareText } from '../../values/plain-object.js';
import { readObjectPath } from './annotation-layers.js';
import { secretEntries } from './cluster.js';
import type { GoValue } from './go-hash.js';
import type { RuleReading } from './rule-reading.js';
import { createRule, Phase, type Rule } from './rules.js';

/** auth-type with its companions (basicAuth.go). Without a Secret the list of users is empty: nobody gets in. */
export function readAuth(reading: RuleReading): Rule[] {
  const type = reading.value('auth-type');
  if (type === '') return [];
  if (type !== 'basic-auth') {
    reading.skipped('auth-type', `incorrect value '${type}', so nobody is asked`);
    return [];
  }
  const realm = reading.value('auth-realm').replaceAll(' ', '-') || 'Protected-Content';
  const { ingress } = reading;
  const group = ingress === undefined ? 'Global' : `${ingress.namespace}-${ingress.name}`;
  const { secret, credentials } = readUsers(reading);
  return [
    createRule(
      Phase.auth,
      { Credentials: encoded(credentials), AuthGroup: group, AuthRealm: realm },
      { kind: 'auth', secret, users: credentials === null || credentials.length === 0 ? 'none' : 'some', realm },
    ),
  ];
}

/** Go writes bytes as base64. */
function encoded(credentials: readonly (readonly [string, string])[] | null): GoValue {
  return credentials === null ? null : Object.fromEntries(credentials.map(([user, hash]) => [user, btoa(hash)]));
}

/** Users and their hashes; null where there is no Secret. They only ever go into the identity of the rule. */
function readUsers(reading: RuleReading): {
  readonly secret: string;
  readonly credentials: readonly (readonly [string, string])[] | null;
} {
  const written = reading.value('auth-secret');
  const path = readObjectPath(written);
  if (path === undefined || path.name === '') {
    if (written !== '') reading.skipped('auth-secret', 'invalid format, so nobody gets in');
    return { secret: '', credentials: null };
  }
  if (path.namespace === '' && reading.ingress === undefined) {
    reading.unmodelled('auth-secret', 'a Secret without a namespace, at which the controller fails');
  }
  const namespace = path.namespace || (reading.ingress?.namespace ?? '');
  const secret = `${namespace}/${path.name}`;
  const found = reading.cluster.secret(namespace, path.name);
  if (found === null) {
    reading.skipped('auth-secret', `Secret ${secret} does not exist, so nobody gets in`);
    return { secret, credentials: null };
  }
  if (found.kind === 'assumed') return { secret, credentials: [['', '']] };
  const users = [...secretEntries(found.object)]
    .map(([user, hash]) => [user, hash.replace(/\n$/, '')] as const)
    .filter(([, hash]) => hash !== '')
    .sort(([a], [b]) => compareText(a, b));
  return { secret, credentials: users };
}
