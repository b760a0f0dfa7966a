import type { Ledger } from '../../ledger/ledger.js';
import type { ConvertOptions, OpenshiftVersion } from '../../options.js';
import { type Features, featuresOf } from './features.js';
import type { Implementation } from './profiles/implementation.js';

/** Where OpenShift looks after DNS records of Gateways, and the class that its documentation creates (reference §4.1). */
const NAMESPACE = 'openshift-ingress';
const CLASS = 'openshift-default';
const CONTROLLER = 'openshift.io/gateway-controller/v1';

interface Release {
  /** The bundle of Gateway API that the ingress operator installs, always of the standard channel. */
  readonly bundle: string;
  readonly kinds: readonly string[];
  /** Fields that the CRDs have and conformance tests of the release leave out. */
  readonly unclaimed: readonly string[];
}

const BASE = ['GatewayClass', 'Gateway', 'HTTPRoute', 'GRPCRoute', 'ReferenceGrant'];

const RELEASES: Readonly<Record<OpenshiftVersion, Release>> = {
  '4.19': { bundle: '1.2', kinds: BASE, unclaimed: ['timeouts'] },
  '4.20': { bundle: '1.2', kinds: BASE, unclaimed: ['timeouts'] },
  '4.21': { bundle: '1.3', kinds: BASE, unclaimed: ['timeouts'] },
  '4.22': { bundle: '1.4', kinds: [...BASE, 'BackendTLSPolicy'], unclaimed: [] },
  '4.23': { bundle: '1.5', kinds: [...BASE, 'BackendTLSPolicy', 'TLSRoute'], unclaimed: [] },
  '5.0': { bundle: '1.5', kinds: [...BASE, 'BackendTLSPolicy', 'TLSRoute'], unclaimed: [] },
};

/**
 * The Gateway API that the options name: that of a release of OpenShift, or one that can be chosen, as far as the
 * implementation acts on it.
 */
export function gatewayApiOf(options: ConvertOptions, implementation: Implementation | undefined): Features {
  const { openshiftVersion, gatewayApiVersion, channel } = options;
  if (openshiftVersion === undefined) {
    const features = featuresOf(gatewayApiVersion, channel);
    return implementation?.narrow(features) ?? features;
  }
  const { bundle, kinds } = RELEASES[openshiftVersion];
  const isNew = kinds.includes('TLSRoute');
  return {
    ...featuresOf(isNew ? '1.5' : '1.4', 'standard'),
    version: bundle,
    // The conformance tests of 4.22 have CORS; its CRDs, of the standard channel of 1.4, have not.
    cors: isNew,
    // The CRD of newer releases is not acted on: Accepted=False, UnsupportedByController.
    listenerSet: false,
    backendTls: kinds.includes('BackendTLSPolicy'),
  };
}

/** The options with what the platform decides filled in: the class and the namespace of its Gateways. */
export function onPlatform(options: ConvertOptions, implementation: Implementation | undefined): ConvertOptions {
  if (implementation !== undefined && options.openshiftVersion === undefined)
    return { ...options, gatewayClass: options.gatewayClass ?? implementation.gatewayClass };
  if (options.openshiftVersion === undefined || options.gateway !== undefined) return options;
  return {
    ...options,
    gatewayClass: options.gatewayClass ?? CLASS,
    gatewayNamespace: options.gatewayNamespace ?? NAMESPACE,
  };
}

/** Says what the release is like, where the output depends on it. */
export function sayPlatform(options: ConvertOptions, hasTimeouts: boolean, ledger: Ledger): void {
  const { openshiftVersion: version } = options;
  if (version === undefined) return;
  const { bundle, kinds, unclaimed } = RELEASES[version];
  const say = (severity: 'info' | 'warning', message: string, next?: string): void => {
    const item = ledger.openElsewhere({ file: '(options)', line: 1, column: 1 }, 'options.openshiftVersion');
    ledger.say(item, { verdict: 'approximated', code: 'RS2111', severity, message, next });
  };
  say(
    'info',
    `OpenShift ${version} has the standard channel of Gateway API ${bundle} with ${kinds.slice(1).join(', ')}; a GatewayClass ${options.gatewayClass ?? CLASS} with controllerName ${CONTROLLER} has to be there, and creating the first one installs its gateway`,
    'Create the GatewayClass as an administrator.',
  );
  if (options.channel === 'experimental')
    say(
      'warning',
      `the CRDs of OpenShift ${version} are locked, so that the experimental channel cannot be installed; the standard channel is written`,
      'Leave out --channel experimental.',
    );
  if (hasTimeouts && unclaimed.includes('timeouts'))
    say(
      'warning',
      `the conformance tests of OpenShift ${version} do not cover timeouts of routes, which the output has`,
      'Test them in the cluster.',
    );
}
