/** Requests of cases that ask for what no conversion of manifests can know or decide. */
export interface LeftOut {
  /** Indices of the requests, counted from 0. */
  readonly requests: readonly number[];
  readonly reason: string;
}

/** By case id. A request that is left out has to differ, so that none stays here longer than it must. */
export const leftOut: Readonly<Record<string, LeftOut>> = {
  'service-no-endpoints-503': {
    requests: [0],
    reason: 'whether a Service has ready endpoints is known at run time only; gateways answer 500 or 503 there too',
  },
  'canary-no-endpoints': {
    requests: [0, 1],
    reason: 'whether the canary Service has ready endpoints is known at run time only',
  },
  'no-endpoints-custom-errors-503': {
    requests: [0],
    reason: 'the Service does not exist in the cluster, which the manifests do not say',
  },
  'dead-endpoint-502': { requests: [0], reason: 'the endpoint refuses connections' },
  'affinity-persistent-pinned-to-dead': { requests: [0], reason: 'the endpoint refuses connections' },
  'request-line-limits': {
    requests: [0, 1],
    reason: 'limits of the server on the size of request heads, which every proxy has of its own',
  },
  'backend-header-too-big': {
    requests: [0],
    reason: 'a buffer of nginx is smaller than what the backend sends; nobody asks for that size',
  },
  'timeout-get-retried': { requests: [0, 1], reason: 'the backend is slower than a time-out at run time' },
  'grpc-timeout': { requests: [0], reason: 'the backend is slower than a time-out at run time' },
  'grpc-protocol-to-http1-backend': { requests: [0], reason: 'the backend does not speak the protocol it is said to' },
  'tls-sni-host-mismatch': {
    requests: [0],
    reason: 'a client that names one host in TLS and another in HTTP; gateways answer 421 by the rules of listeners',
  },
  'tcp-services-configmap': { requests: [0], reason: 'a TCP port of the controller, no HTTP' },
  'denied-beats-preflight-and-redirect': {
    requests: [0, 1],
    reason: 'the Secret is missing in the cluster; one that is missing in the input is taken to exist',
  },
};
