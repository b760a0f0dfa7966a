import type { Affinity } from '../../../model/policies.js';
import type { Values } from '../values.js';

const DETAILS = [
  'session-cookie-strategy',
  'session-cookie-keywords',
  'session-cookie-domain',
  'session-cookie-preserve',
  'session-cookie-same-site',
  'session-cookie-shared',
];

/** Cookie affinity of the Service port (reference §1.12). */
export function readAffinity(values: Values): Affinity | undefined {
  const affinity = values.annotation('affinity');
  if (affinity === undefined) return undefined;
  const name = values.text('session-cookie-name');
  const sameSite = values.bool('session-cookie-same-site');
  return {
    cookie: { value: name?.value || 'INGRESSCOOKIE', from: [...affinity.from, ...(name?.from ?? [])] },
    sameSite: sameSite?.value === true ? { value: 'None', from: sameSite.from } : undefined,
    secure: sameSite?.value === true ? { value: true, from: sameSite.from } : undefined,
    details: values.itemsOf(DETAILS),
  };
}
