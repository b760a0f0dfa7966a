import type { Cors } from '../../../../model/policies.js';
import type { ItemId } from '../../../../model/traced.js';
import { escapeRegex } from '../../path-values.js';
import type { FilterDraft, RulePlace } from '../implementation.js';
import { middleware, type Said } from './middleware.js';

/**
 * The headers Middleware with its accessControl fields: Traefik answers every request of a route with the CORS filter 500
 * (implementation-policies.md §1.5).
 */
export function crossOriginFilter(place: RulePlace, cors: Cors): FilterDraft {
  const { enabled, origins, methods, headers, exposeHeaders, credentials, maxAge } = cors;
  const any = origins.value.includes('*');
  const plain = any ? ['*'] : unique(origins.value.filter((origin) => !origin.includes('*')));
  const patterns = any ? [] : unique(origins.value.filter((origin) => origin.includes('*')).map(patternOf));
  const allowMethods = unique(methods.value);
  const allowHeaders = unique(headers.value);
  const expose = unique(exposeHeaders.value);
  const spec = {
    accessControlAllowOriginList: plain.length === 0 ? undefined : plain,
    accessControlAllowOriginListRegex: patterns.length === 0 ? undefined : patterns,
    accessControlAllowMethods: allowMethods.length === 0 ? undefined : allowMethods,
    accessControlAllowHeaders: allowHeaders.length === 0 ? undefined : allowHeaders,
    accessControlExposeHeaders: expose.length === 0 ? undefined : expose,
    accessControlAllowCredentials: credentials.value ? true : undefined,
    accessControlMaxAge: maxAge.value,
    addVaryHeader: true,
  };
  const own = (ids: readonly ItemId[]): ItemId[] => ids.filter((id) => !enabled.from.includes(id));
  const same = (ids: readonly ItemId[], field: string): Said => ({
    items: own(ids),
    at: `spec.headers.${field}`,
    remark: { verdict: 'converted', code: 'RS2655', message: `written as ${field}` },
  });
  const said: Said[] = [
    {
      items: enabled.from,
      at: 'spec.headers',
      remark: {
        verdict: 'approximated',
        code: 'RS2655',
        message:
          'a headers Middleware answers preflights (OPTIONS with Origin and Access-Control-Request-Method) 200 before any other check, and adds the headers for allowed origins; before, every OPTIONS request of an accepted origin was answered 204',
      },
    },
    patterns.length === 0
      ? same(origins.from, 'accessControlAllowOriginList')
      : {
          items: own(origins.from),
          at: 'spec.headers.accessControlAllowOriginListRegex',
          remark: {
            verdict: 'converted',
            code: 'RS2655',
            message: `*. stands for one label, as before: ${patterns.join(', ')}`,
          },
        },
    same(methods.from, 'accessControlAllowMethods'),
    same(headers.from, 'accessControlAllowHeaders'),
    same(exposeHeaders.from, 'accessControlExposeHeaders'),
    same(credentials.from, 'accessControlAllowCredentials'),
    same(maxAge.from, 'accessControlMaxAge'),
  ];
  return middleware(place, 'cors', { headers: withoutUndefined(spec) }, said);
}

function patternOf(origin: string): string {
  return `^${origin.split('*').map(escapeRegex).join('[A-Za-z0-9-]+')}$`;
}

function withoutUndefined(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

function unique(values: readonly string[]): string[] {
  return [...new Set(values)];
}
