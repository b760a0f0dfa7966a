import type { ConvertInput } from '../convert.js';
import type { RunOptions } from '../options.js';

/** Inputs that are converted together, and how. */
export interface AuditedInput {
  readonly input: ConvertInput;
  readonly options: RunOptions;
}

/** Something that the estate could be migrated to. */
export interface Candidate {
  /** `Gateway API 1.5 standard`, `Gateway API of OpenShift 4.22`, `OpenShift Routes`; several where inputs differ. */
  readonly name: string;
  /** Options with which some of the inputs are converted to it. */
  readonly optionsFor: (options: RunOptions) => RunOptions;
}

const KINDS = ['standard', 'experimental', 'routes'] as const;
type Kind = (typeof KINDS)[number];

/**
 * The targets that are compared, the one that the first options name first: each channel of the Gateway API, or that of
 * OpenShift where a release is named, and Routes. Routes stay what they are: where only these are read, they are no target.
 */
export function candidatesFor(inputs: readonly AuditedInput[]): Candidate[] {
  const all = inputs.map(({ options }) => options);
  const kinds = KINDS.filter((kind) => all.some((options) => isOpen(kind, options)));
  const named = all[0] === undefined ? undefined : kindOf(all[0]);
  const sorted = [...kinds].sort((a, b) => Number(b === named) - Number(a === named));
  return sorted.map((kind) => ({
    name: [...new Set(all.map((options) => nameOf(kind, options)))].join(', '),
    optionsFor: (options) => optionsFor(kind, options),
  }));
}

function isOpen(kind: Kind, { from, openshiftVersion }: RunOptions): boolean {
  switch (kind) {
    case 'standard':
      return true;
    case 'experimental':
      return openshiftVersion === undefined;
    case 'routes':
      return from !== 'openshift-route';
  }
}

function kindOf({ to, channel, openshiftVersion }: RunOptions): Kind {
  if (to === 'openshift-route') return 'routes';
  return openshiftVersion === undefined ? channel : 'standard';
}

function optionsFor(kind: Kind, options: RunOptions): RunOptions {
  switch (kind) {
    case 'standard':
    case 'experimental':
      return { ...options, to: 'gateway-api', channel: kind };
    case 'routes':
      return { ...options, to: 'openshift-route' };
  }
}

function nameOf(kind: Kind, { openshiftVersion, gatewayApiVersion }: RunOptions): string {
  if (kind === 'routes') return 'OpenShift Routes';
  if (openshiftVersion !== undefined) return `Gateway API of OpenShift ${openshiftVersion}`;
  return `Gateway API ${gatewayApiVersion} ${kind}`;
}
