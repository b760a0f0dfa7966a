import type { Request } from '../../../src/behaviour/outcome.js';
import type {
  Backends,
  IngressNginxChecks,
  IngressNginxFlags,
  IngressNginxInput,
} from '../../../src/behaviour/sources/ingress-nginx.js';

/** One case of ../shared/cases/ingress-nginx.yaml; the file's header explains the fields. */
export interface NginxCase {
  readonly id: string;
  readonly kind?: string;
  readonly about: string;
  readonly ingresses: readonly unknown[];
  readonly services?: readonly unknown[];
  readonly missing_services?: readonly string[];
  readonly secrets?: readonly unknown[];
  readonly configmaps?: readonly unknown[];
  readonly ingressclasses?: readonly unknown[];
  readonly controller_configmap?: Readonly<Record<string, string>>;
  readonly flags?: Readonly<Record<string, string | boolean>>;
  readonly ignored_ingresses?: readonly string[];
  readonly config_error?: string;
  readonly requests: readonly CaseRequest[];
  readonly expect: readonly Expectation[];
}

export interface CaseRequest {
  readonly scheme: 'http' | 'https' | 'tcp';
  readonly host: string;
  readonly method: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly client_ip?: string;
  readonly sni?: string;
  readonly client_cert?: string;
  readonly repeat?: number;
  readonly concurrent?: boolean;
  readonly port?: number;
}

export interface Expectation {
  readonly status?: number;
  readonly backend?: string;
  readonly upstream_path?: string;
  readonly upstream_headers?: Readonly<Record<string, string | null>>;
  readonly response_headers?: Readonly<Record<string, string | null>>;
  readonly location?: string | null;
  readonly cert?: string;
  readonly statuses?: Readonly<Record<string, readonly [number, number]>>;
  readonly distribution?: Readonly<Record<string, readonly [number, number]>>;
}

const flagNames: Readonly<Record<string, keyof IngressNginxFlags>> = {
  'default-backend-service': 'defaultBackendService',
  'default-ssl-certificate': 'defaultSslCertificate',
  'watch-ingress-without-class': 'watchIngressWithoutClass',
  'disable-catch-all': 'disableCatchAll',
  'enable-ssl-passthrough': 'enableSslPassthrough',
  'enable-annotation-validation': 'enableAnnotationValidation',
  'tcp-services-configmap': 'tcpServicesConfigmap',
  'udp-services-configmap': 'udpServicesConfigmap',
};

function readFlags(flags: NginxCase['flags']): IngressNginxFlags {
  const found: Record<string, string | boolean> = {};
  for (const [name, value] of Object.entries(flags ?? {})) {
    const key = flagNames[name];
    if (key === undefined) throw new Error(`the case sets a flag that the test does not know: ${name}`);
    found[key] = value;
  }
  return found;
}

const password = 'Basic dXNlcjpwYXNzd29yZA==';

/** What the world around the controller does in the cases: htpasswd user:pass, the stub /authsvc, `hdr=` and `/status/N`. */
export function checksOf(nginxCase: NginxCase): IngressNginxChecks {
  const secretText = JSON.stringify(nginxCase.secrets ?? []);
  return {
    // Content that is no htpasswd line lets nobody in.
    basic: (request) => request.headers?.Authorization === 'Basic dXNlcjpwYXNz' && secretText.includes('$apr1$'),
    external: (subrequest, request) => {
      const url = new URL(subrequest.url);
      if (url.port !== '9000') return { status: 502 };
      const fixed = /^\/status\/(\d+)/.exec(url.pathname);
      if (fixed !== null) return { status: Number(fixed[1]) };
      const granted = request.headers?.Authorization === password;
      return {
        status: granted ? 200 : Number(url.searchParams.get('deny') ?? '401'),
        headers: { 'X-Auth-User': 'alice', 'Set-Cookie': 'authck=1; Path=/' },
      };
    },
    clientCertificate: (request) => {
      const shown = (request as Request & { readonly clientCertificate?: string }).clientCertificate;
      return shown === undefined ? null : { verified: true, subject: /subject (\S+)/.exec(shown)?.[1] ?? '' };
    },
    resolves: (name) => name !== 'invalid.hostname',
  };
}

export function inputOf(nginxCase: NginxCase): IngressNginxInput {
  return {
    ingresses: nginxCase.ingresses,
    services: nginxCase.services,
    missingServices: nginxCase.missing_services,
    secrets: nginxCase.secrets,
    configmaps: nginxCase.configmaps,
    ingressClasses: nginxCase.ingressclasses,
    controllerConfig: nginxCase.controller_configmap,
    flags: readFlags(nginxCase.flags),
    assumeServicesExist: true,
    checks: checksOf(nginxCase),
  };
}

export function requestOf(request: CaseRequest): Request {
  const extra = request.client_cert === undefined ? {} : { clientCertificate: request.client_cert };
  if (request.scheme === 'tcp') throw new Error('a TCP connection is no request');
  return {
    scheme: request.scheme,
    host: request.host,
    method: request.method,
    path: request.path,
    headers: request.headers,
    clientAddress: request.client_ip,
    sni: request.sni,
    ...extra,
  };
}

/**
 * The echo backends of the cases: /status/N answers N, `hdr=Name:Value` adds a header, `sleep=S` takes S seconds. They
 * speak HTTP/1, except grpcbin, which is what the gRPC cases are about; unreachable ones refuse connections.
 */
export function echoOf(nginxCase: NginxCase): Backends {
  const unreachable = (nginxCase.services ?? [])
    .map((service) => service as { metadata: { name: string }; unreachable?: boolean })
    .filter((service) => service.unreachable === true)
    .map((service) => service.metadata.name);
  return (backend, path, protocol) => {
    const name = serviceOf(backend) ?? '';
    if (unreachable.includes(name)) return null;
    if (protocol.startsWith('GRPC') && name !== 'grpcbin') return null;
    const url = new URL(path, 'http://echo');
    const status = /^\/status\/(\d{3})/.exec(url.pathname);
    const header = url.searchParams.get('hdr');
    const colon = header?.indexOf(':') ?? -1;
    return {
      status: status === null ? 200 : Number(status[1]),
      headers: header === null ? {} : { [header.slice(0, colon)]: header.slice(colon + 1) },
      seconds: Number(url.searchParams.get('sleep') ?? '0'),
    };
  };
}

/** `namespace/service:port` to the bare Service name that the cases use. */
export function serviceOf(backend: string | null): string | undefined {
  return backend === null ? undefined : /^[^/]*\/([^:]*)/.exec(backend)?.[1];
}
