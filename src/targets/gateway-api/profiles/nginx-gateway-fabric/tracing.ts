import type { Policies } from '../../../../model/policies.js';
import type { PolicyDraft } from '../policy-draft.js';
import { REFUSED, type Site } from './site.js';
import { needless, type Told } from './telling.js';

/** What the CRD takes as the name of a span. */
const NAME = /^(?:[^"$\\]){1,255}$/;

/** Traces of the requests of a route; where they are sent to is a matter of the Gateway. */
export function tracing(site: Site): { readonly policies: readonly PolicyDraft[]; readonly lost: readonly Told[] } {
  const {
    tracing: on,
    trustsTraces,
    traceName,
  }: NonNullable<Policies['tuning']> = site.place.rule.policies.tuning ?? {};
  const details = [...(trustsTraces?.from ?? []), ...(traceName?.from ?? [])];
  if (on === undefined) return { policies: [], lost: [] };
  if (!on.value)
    return {
      policies: [],
      lost: [needless([...on.from, ...details], 'NGINX Gateway Fabric traces no route unless told to')],
    };
  if (!site.policiesHold) {
    const next = 'Give the paths apart names.';
    const items = [...on.from, ...details];
    return {
      policies: [],
      lost: [{ items, remark: { verdict: 'unsupported', code: 'RS2636', message: REFUSED, next } }],
    };
  }
  const spanName = traceName !== undefined && NAME.test(traceName.value) ? traceName.value : undefined;
  const remark = {
    verdict: 'approximated',
    code: 'RS2649',
    severity: 'warning',
    message:
      'requests are traced by an ObservabilityPolicy; it is accepted only where the NginxProxy of the Gateway names an exporter',
    next: 'Set spec.telemetry.exporter.endpoint of the NginxProxy of the Gateway.',
  } as const;
  return {
    lost: [],
    policies: [
      {
        apiVersion: 'gateway.nginx.org/v1alpha2',
        kind: 'ObservabilityPolicy',
        purpose: 'tracing',
        target: { kind: 'rule' },
        spec: {
          tracing: {
            strategy: 'parent',
            context: trustsTraces?.value === false ? 'inject' : 'propagate',
            ...(spanName === undefined ? {} : { spanName }),
          },
        },
        claims: [{ items: [...on.from, ...details], at: 'spec.tracing', remark }],
      },
    ],
  };
}
