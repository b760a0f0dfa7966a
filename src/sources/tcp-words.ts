import type { ConvertOptions } from '../options.js';

/** A TCP port of the source and the Service port that it leads to. */
export interface TcpWords {
  readonly port: number;
  /** Server name by which TLS is told apart; empty where all connections of the port go there. */
  readonly host: string;
  readonly service: string;
  readonly servicePort: string;
  /** Whether the source ends TLS on the port. */
  readonly hasTls: boolean;
  /** Absent: TCP. */
  readonly protocol?: 'TCP' | 'UDP' | undefined;
}

/**
 * What a TCP port that is not published comes to, and what to write for it.
 *
 * @param why what keeps it from being published
 */
export function listenerWords(
  tcp: TcpWords,
  { to }: ConvertOptions,
  why?: string,
): { readonly message: string; readonly next: string } {
  const { port, host, service, servicePort, hasTls, protocol = 'TCP' } = tcp;
  const named = host === '' ? '' : ` for the server name ${host}`;
  const ended = hasTls ? ', which ends TLS,' : '';
  return {
    message: `${protocol} port ${port}${named}${ended} leads to port ${servicePort} of Service ${service}; it is not published${why === undefined ? '' : `: ${why}`}`,
    next: to === 'openshift-route' ? asRoute(tcp) : asListener(tcp),
  };
}

function asRoute({ port, host, service, hasTls }: TcpWords): string {
  return host !== '' && !hasTls
    ? `The nearest is a passthrough Route for ${host} to Service ${service}, which the router serves on port 443 instead of ${port}; else publish the port with a Service of type LoadBalancer or NodePort.`
    : `Publish port ${port} with a Service of type LoadBalancer or NodePort: a Route carries HTTP, or TLS with a server name, on the ports of the router.`;
}

/** TLS listeners take TLSRoutes, which name hosts, TCP listeners take TCPRoutes. */
function asListener({ port, host, service, servicePort, hasTls, protocol = 'TCP' }: TcpWords): string {
  const goal = `to port ${servicePort} of Service ${service}`;
  if (host !== '')
    return `Write a listener of protocol TLS with mode ${hasTls ? 'Terminate' : 'Passthrough'} on port ${port} and a TLSRoute for ${host} ${goal}; TLSRoute is in the standard channel from Gateway API 1.5 on.`;
  return `Write a listener of protocol ${protocol} on port ${port} and a ${protocol}Route ${goal}${hasTls ? ', which has to end TLS itself' : ''}; ${protocol}Route is in the standard channel from Gateway API 1.6 on, and in the experimental channel before.`;
}
