import type { ConvertInput } from '../convert.js';
import { EVERYTHING } from '../everything.js';
import { DEFAULT_OPTIONS, type RunOptions } from '../options.js';
import { PROFILES, type ProfileChoice } from '../profile.js';
import { implementationOf } from '../repertoire.js';
import { bundleOf } from '../targets/gateway-api/profiles/releases.js';

/** Inputs that are converted together, and how. */
export interface AuditedInput {
  readonly input: ConvertInput;
  readonly options: RunOptions;
}

const NOBODY = { title: '', version: '' };

/** Something that the estate could be migrated to. */
export interface Candidate {
  /** `Gateway API 1.5 standard`, `Gateway API of OpenShift 4.22`, `OpenShift Routes`; several where inputs differ. */
  readonly name: string;
  /** Options with which some of the inputs are converted to it. */
  readonly optionsFor: (options: RunOptions) => RunOptions;
  /** Whether it is compared annotation by annotation, too. */
  readonly inDetail: boolean;
}

/** Implementations with a profile; that of OpenShift is the Gateway API of a release of it. */
const IMPLEMENTATIONS = PROFILES.filter((name) => name !== 'standard' && name !== 'openshift');
type Implementation = (typeof IMPLEMENTATIONS)[number];

const APIS = ['standard', 'experimental', 'routes'] as const;
type Kind = (typeof APIS)[number] | Implementation;

/**
 * The targets that are compared, the one that the first options name first: each channel of the Gateway API, or that of
 * OpenShift where a release is named, Routes, and the implementations that there are profiles for. Routes stay what they are: where only these are read, they are no target.
 */
export function candidatesFor(inputs: readonly AuditedInput[]): Candidate[] {
  const all = inputs.map(({ options }) => options);
  const kinds = [...APIS, ...IMPLEMENTATIONS].filter((kind) => all.some((options) => isOpen(kind, options)));
  const named = all[0] === undefined ? undefined : kindOf(all[0]);
  const sorted = [...kinds].sort((a, b) => Number(b === named) - Number(a === named));
  return sorted.map((kind) => ({
    name: [...new Set(all.map((options) => nameOf(kind, options)))].join(', '),
    optionsFor: (options) => optionsFor(kind, options),
    inDetail: kind === named || isApi(kind),
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
    default:
      return openshiftVersion === undefined;
  }
}

function isApi(kind: Kind): boolean {
  return APIS.some((api) => api === kind);
}

function kindOf({ to, channel, openshiftVersion, profile }: RunOptions): Kind {
  if (to === 'openshift-route') return 'routes';
  const implementation = IMPLEMENTATIONS.find((name) => name === profile?.name);
  if (implementation !== undefined) return implementation;
  return openshiftVersion === undefined ? channel : 'standard';
}

function optionsFor(kind: Kind, options: RunOptions): RunOptions {
  switch (kind) {
    case 'standard':
    case 'experimental':
      return { ...options, to: 'gateway-api', channel: kind, profile: undefined, ...versionOfApi(options) };
    case 'routes':
      return { ...options, to: 'openshift-route' };
    default: {
      const profile = choiceOf(kind, options);
      const gatewayApiVersion = bundleOf(profile) ?? options.gatewayApiVersion;
      return { ...options, to: 'gateway-api', profile, channel: 'standard', gatewayApiVersion };
    }
  }
}

/** Without the profile that named it, the version is the usual one. */
function versionOfApi({ profile, gatewayApiVersion }: RunOptions): Pick<RunOptions, 'gatewayApiVersion'> {
  const isOfProfile = bundleOf(profile) === gatewayApiVersion;
  return { gatewayApiVersion: isOfProfile ? DEFAULT_OPTIONS.gatewayApiVersion : gatewayApiVersion };
}

/** The release that is named for the implementation, else the newest. */
function choiceOf(name: Implementation, { profile }: RunOptions): ProfileChoice {
  return profile?.name === name ? profile : { name };
}

function nameOf(kind: Kind, options: RunOptions): string {
  const { openshiftVersion } = options;
  if (kind === 'routes') return 'OpenShift Routes';
  const { title, version } =
    kind === 'standard' || kind === 'experimental'
      ? NOBODY
      : (implementationOf({ profile: choiceOf(kind, options) }, EVERYTHING) ?? NOBODY);
  if (title !== '') return `${title} ${version}`;
  if (openshiftVersion !== undefined) return `Gateway API of OpenShift ${openshiftVersion}`;
  return `Gateway API ${versionOfApi(options).gatewayApiVersion} ${kind}`;
}
