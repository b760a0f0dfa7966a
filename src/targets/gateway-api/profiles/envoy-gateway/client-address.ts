import type { ItemId } from '../../../../model/traced.js';
import type { SourceDefaults } from '../../../../model/traffic.js';
import { cidrOf } from './addresses.js';

/** Whose address lists and limits look at. */
export interface ClientAddress {
  /** Completes "by …". */
  readonly words: string;
  /** Whether the source looks at the same one. */
  readonly isSame: boolean;
  readonly next?: string | undefined;
  /** Of a ClientTrafficPolicy, where the Gateway has to be told. */
  readonly detection?: Readonly<Record<string, unknown>> | undefined;
  /** The settings that say so. */
  readonly from?: readonly ItemId[] | undefined;
}

const DIRECT: ClientAddress = {
  words: 'the address of the connection, as before (no X-Forwarded-For is trusted)',
  isSame: true,
};

const UNTOLD: ClientAddress = {
  words: 'the address of the connection, and no longer the one that a proxy in front names',
  isSame: false,
  next: 'Add a ClientTrafficPolicy with clientIPDetection to the Gateway, if there is a proxy in front.',
};

/**
 * Envoy Gateway takes the address of the connection unless a ClientTrafficPolicy names proxies to trust (numTrustedHops 0);
 * ingress-nginx does the same unless it has use-forwarded-headers or use-proxy-protocol.
 */
export function clientAddressOf(defaults: SourceDefaults | undefined): ClientAddress {
  const told = defaults?.trustedProxies?.();
  const trusted = told?.value;
  if (told === undefined || trusted === undefined) return defaults?.clientAddress?.() === 'forwarded' ? UNTOLD : DIRECT;
  if (trusted.kind === 'nobody') return DIRECT;
  if (trusted.kind === 'proxy-protocol') {
    return {
      words: 'the address that the PROXY protocol gives, which the Gateway is told to accept',
      isSame: false,
      next: 'Check that the load balancer in front of the Gateway sends the PROXY protocol, and that nobody else can reach it.',
      from: told.from,
      detection: { proxyProtocol: {} },
    };
  }
  const { header } = trusted;
  const networks = trusted.networks.flatMap((network) => cidrOf(network) ?? []);
  if (networks.length === 0 || !/^[A-Za-z0-9-]{1,255}$/.test(header)) return UNTOLD;
  if (header.toLowerCase() !== 'x-forwarded-for') {
    return {
      words: `the header ${header}, whoever sends it`,
      isSame: false,
      next: 'Let only the proxy in front reach the Gateway.',
      from: told.from,
      detection: { clientIPDetection: { customHeader: { name: header } } },
    };
  }
  const everybody = networks.some((network) => /\/0$/.test(network));
  return {
    words: `X-Forwarded-For as ${everybody ? 'anybody' : networks.join(', ')} sends it, as the controller has it${everybody ? ': every client can name another address' : ''}`,
    isSame: !everybody,
    ...(everybody
      ? { next: 'Name the networks of your load balancers in clientIPDetection.xForwardedFor.trustedCIDRs.' }
      : {}),
    from: told.from,
    detection: { clientIPDetection: { xForwardedFor: { trustedCIDRs: [...networks] } } },
  };
}
