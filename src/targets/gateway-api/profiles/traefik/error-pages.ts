import type { Tuning } from '../../../../model/policies.js';
import type { FilterDraft, RulePlace } from '../implementation.js';
import { middleware, type Said } from './middleware.js';

/**
 * The errors Middleware (implementation-policies.md §2.2 custom-http-errors): pages come from the Service that the object
 * names; the default backend of a controller is no object of the input.
 */
export function errorPageFilter(
  place: RulePlace,
  tuning: Tuning,
): { readonly filter?: FilterDraft; readonly said: readonly Said[] } {
  const { errorCodes, errorBackend, errorPort, keepsErrors } = tuning;
  if (errorCodes === undefined) return { said: [] };
  const list = errorCodes.value.join(', ');
  if (keepsErrors?.value === true) {
    return {
      said: [
        {
          items: keepsErrors.from,
          remark: {
            verdict: 'converted',
            code: 'RS2658',
            message: 'error answers of the backend reach the client as they are: no errors Middleware is written',
          },
        },
        {
          items: errorCodes.from,
          remark: {
            verdict: 'unsupported',
            code: 'RS2658',
            message: `only errors of the controller itself (${list}) get a page of the default backend, and an errors Middleware cannot tell them from those of the backend`,
            next: 'Live with the plain answers of Traefik, or let pages stand for errors of the backend, too.',
          },
        },
      ],
    };
  }
  if (errorBackend === undefined || errorPort === undefined) {
    const service =
      errorBackend === undefined ? 'the default backend of the controller' : `Service ${errorBackend.value}`;
    const next =
      errorBackend === undefined
        ? 'Name the Service with default-backend on the object and convert again, or write an errors Middleware for it.'
        : `Add the manifest of Service ${errorBackend.value} to the input.`;
    const message = `an errors Middleware needs a Service and its port; of ${service} the input does not tell ${errorBackend === undefined ? 'which it is' : 'the port'}`;
    return { said: [{ items: errorCodes.from, remark: { verdict: 'manual', code: 'RS2658', message, next } }] };
  }
  const status = [...new Set(errorCodes.value)].filter((code) => code >= 100 && code <= 599).map(String);
  const said: Said[] = [
    {
      items: errorCodes.from,
      at: 'spec.errors.status',
      remark: {
        verdict: 'approximated',
        code: 'RS2658',
        message: `the answers ${list} are replaced by what Service ${errorBackend.value}:${errorPort} answers at /, with the status kept; the headers that tell the Service about the error (X-Code, X-Format, X-Original-URI and others) are not sent`,
        next: 'Let spec.errors.query carry the status, such as /{status}, if the Service has to know it.',
      },
    },
    {
      items: errorBackend.from,
      at: 'spec.errors.service',
      remark: {
        verdict: 'approximated',
        code: 'RS2658',
        message: `answers the errors ${list}; where the backend has no endpoints, Traefik answers 503 itself${status.includes('503') ? ', which is among them' : ''}`,
      },
    },
    {
      items: keepsErrors?.from ?? [],
      at: 'spec.errors',
      remark: { verdict: 'converted', code: 'RS2658', message: 'error answers of the backend get pages, too' },
    },
  ];
  const service = { kind: 'Service', name: errorBackend.value, port: errorPort };
  return { filter: middleware(place, 'error-pages', { errors: { status, service, query: '/' } }, said), said: [] };
}
