import type { Guard } from '../../../../outcome.js';
import type { KubeObject } from '../../objects.js';
import { fields, text } from '../../reading.js';
import type { PlaneContext } from '../implementation.js';
import { follow, textAt } from '../policies/references.js';

/** An AuthenticationFilter: passwords from key `auth` of a Secret of its namespace; the other types need NGINX Plus. */
export function readAuthenticationFilter(
  filter: KubeObject,
  context: PlaneContext,
): Guard | { readonly failure: string } {
  const type = text(filter.spec.type) ?? '';
  if (type !== 'Basic') return { failure: `${filter.label}: type ${type} needs NGINX Plus` };
  const basic = fields(filter.spec.basic);
  const secret = follow({ name: fields(basic.secretRef).name }, filter, context);
  if ('problem' in secret) return { failure: `${filter.label}: ${secret.problem}` };
  if (secret.object !== undefined && textAt(secret.object, 'auth') === undefined) {
    return { failure: `${filter.label}: Secret ${secret.key} has no key auth` };
  }
  return { kind: 'basic-auth', parameters: { secret: secret.key, realm: text(basic.realm) ?? '' } };
}
