import type { convert } from '../convert.js';

/** What a conversion takes besides the documents. */
export type AuditOptions = Parameters<typeof convert>[1];

/** Something that the estate could be migrated to. */
export interface Candidate {
  /** `Gateway API 1.5 standard`, `Gateway API of OpenShift 4.22`, `OpenShift Routes`. */
  readonly name: string;
  readonly options: AuditOptions;
}

/**
 * The targets that are compared, the one that the options name first: each channel of the Gateway API, or that of OpenShift
 * where a release is named, and Routes. Routes stay what they are: where only these are read, they are no target.
 */
export function candidatesFor(options: AuditOptions): Candidate[] {
  const all = [...gatewayApis(options), ...(options.from === 'openshift-route' ? [] : [routes(options)])];
  const isNamed = (candidate: Candidate) =>
    candidate.options.to === options.to && candidate.options.channel === options.channel;
  const named = all.find(isNamed);
  return named === undefined ? all : [named, ...all.filter((candidate) => candidate !== named)];
}

function gatewayApis(options: AuditOptions): Candidate[] {
  const to = 'gateway-api' as const;
  if (options.openshiftVersion !== undefined)
    return [{ name: `Gateway API of OpenShift ${options.openshiftVersion}`, options: { ...options, to } }];
  return (['standard', 'experimental'] as const).map((channel) => ({
    name: `Gateway API ${options.gatewayApiVersion} ${channel}`,
    options: { ...options, to, channel },
  }));
}

function routes(options: AuditOptions): Candidate {
  return { name: 'OpenShift Routes', options: { ...options, to: 'openshift-route' } };
}
