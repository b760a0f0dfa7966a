import type { Attempt } from './rbac.js';

/** An answer of the API server that is not the object that was asked for. */
export interface Refusal {
  readonly status: number;
  readonly reason: string;
  readonly message: string;
  readonly causes?: readonly { readonly reason: string; readonly message: string; readonly field: string }[];
}

/** The body of a refusal, as apimachinery writes it (meta/v1 Status). */
export function statusOf({ status, reason, message, causes }: Refusal): object {
  return {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Failure',
    message,
    reason,
    ...(causes === undefined ? {} : { details: { causes } }),
    code: status,
  };
}

export function forbidden({ verb, group, resource }: Pick<Attempt, 'verb' | 'group' | 'resource'>): Refusal {
  const what = `cannot ${verb} resource "${resource}" in API group "${group}" at the cluster scope`;
  return { status: 403, reason: 'Forbidden', message: `${resource} is forbidden: User "tester" ${what}` };
}

export function notFound(what: string): Refusal {
  return { status: 404, reason: 'NotFound', message: `${what} not found` };
}
