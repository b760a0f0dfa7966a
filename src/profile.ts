/** Implementations of Gateway API that the output can be written for. */
export const PROFILES = [
  'standard',
  'envoy-gateway',
  'nginx-gateway-fabric',
  'istio',
  'openshift',
  'traefik',
  'kgateway',
  'cilium',
] as const;
export type Profile = (typeof PROFILES)[number];

/** Releases of OpenShift with a Gateway API of their own. */
export const OPENSHIFT_VERSIONS = ['4.19', '4.20', '4.21', '4.22', '4.23', '5.0'] as const;
export type OpenshiftVersion = (typeof OPENSHIFT_VERSIONS)[number];
/** The release that is meant where none is named. */
export const CURRENT_OPENSHIFT: OpenshiftVersion = '4.22';

/** Releases that are told apart, the newest last: the one that is meant where none is named. */
export const PROFILE_VERSIONS = {
  standard: [],
  'envoy-gateway': ['1.6', '1.7', '1.8', '1.9'],
  'nginx-gateway-fabric': ['2.4', '2.5', '2.6'],
  istio: ['1.28', '1.30', '1.31'],
  openshift: OPENSHIFT_VERSIONS,
  traefik: ['3.5', '3.6', '3.7'],
  kgateway: ['2.2', '2.3', '2.4'],
  cilium: ['1.19', '1.20'],
} as const satisfies Readonly<Record<Profile, readonly string[]>>;

/** An implementation, and the release of it where somebody named one. */
export interface ProfileChoice {
  readonly name: Profile;
  readonly version?: string | undefined;
}

/**
 * `NAME` or `NAME@VERSION`, such as `envoy-gateway@1.9`; a patch release and a leading `v` are allowed.
 *
 * @returns undefined for names and versions that are not known
 */
export function parseProfile(text: string): ProfileChoice | undefined {
  const at = text.indexOf('@');
  const name = PROFILES.find((known) => known === (at < 0 ? text : text.slice(0, at)));
  if (name === undefined) return undefined;
  if (at < 0) return { name };
  const written = text.slice(at + 1).replace(/^v/, '');
  const known: readonly string[] = PROFILE_VERSIONS[name];
  const version = known.find((one) => written === one || written.startsWith(`${one}.`));
  return version === undefined ? undefined : { name, version };
}

/** What may stand behind the flag, for messages. */
export function profileWords(): string {
  return PROFILES.map((name) => {
    const versions: readonly string[] = PROFILE_VERSIONS[name];
    return versions.length === 0 ? name : `${name}[@${versions.join('|')}]`;
  }).join(', ');
}

/** The release that is meant: the one named, else the newest. */
export function versionOf({ name, version }: ProfileChoice): string {
  const versions: readonly string[] = PROFILE_VERSIONS[name];
  return version ?? (name === 'openshift' ? CURRENT_OPENSHIFT : (versions[versions.length - 1] ?? ''));
}
