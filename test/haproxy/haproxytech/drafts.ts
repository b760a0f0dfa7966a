/** Ingresses and what is around them, as generated for HAProxy and the model. Annotations have no prefix. */
export interface IngressDraft {
  readonly name: string;
  readonly annotations: Readonly<Record<string, string>>;
  /** Whether spec.tls lists hosts. */
  readonly tls: boolean;
  readonly paths: readonly PathDraft[];
}

export interface PathDraft {
  readonly host: string;
  readonly path: string;
  readonly pathType: 'Exact' | 'Prefix' | 'ImplementationSpecific';
  readonly service: string;
}

export interface SceneDraft {
  readonly ingresses: readonly IngressDraft[];
  readonly config: Readonly<Record<string, string>>;
  /** Services to their condition. */
  readonly routeAcls: Readonly<Record<string, string>>;
}

/** User and password of the Secret `users`; there is no other. */
export const USER = ['joe', 'pw'] as const;

/** The objects of a scene. Each host has a rule of its own. */
export function objectsOf({ ingresses, routeAcls }: SceneDraft) {
  return {
    ingresses: ingresses.map(({ name, annotations, tls, paths }) => ({
      metadata: { name, annotations: prefixed(annotations) },
      spec: {
        ingressClassName: 'haproxy',
        ...(tls ? { tls: [{ hosts: ['any.example'], secretName: 'crt' }] } : {}),
        rules: paths.map(({ host, path, pathType, service }) => ({
          host,
          http: { paths: [{ path, pathType, backend: { service: { name: service, port: { number: 80 } } } }] },
        })),
      },
    })),
    services: Object.entries(routeAcls).map(([name, acl]) => ({
      metadata: { name, annotations: prefixed({ 'route-acl': acl }) },
    })),
    secrets: [
      { metadata: { name: 'users' }, stringData: { [USER[0]]: USER[1] } },
      { metadata: { name: 'any' }, cert: { sans: [] } },
    ],
  };
}

function prefixed(annotations: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(annotations).map(([key, value]) => [`haproxy.org/${key}`, value]));
}
