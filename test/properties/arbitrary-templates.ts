import fc from 'fast-check';

export interface Template {
  readonly objects: readonly {
    readonly apiVersion: string;
    readonly kind: string;
    readonly metadata: { readonly name: string; readonly annotations?: Readonly<Record<string, unknown>> };
    readonly spec: Readonly<Record<string, unknown>>;
  }[];
}

/** Parameters with the kinds of names that Templates have, and values that are elements of DNS names. */
const NAMES = ['A', 'APPLICATION_NAME', 'ZX_0', '_', 'lower_case', 'XZ9'] as const;
const value = fc.stringMatching(/^[a-z][a-z0-9]{0,4}(-[a-z])?[a-z0-9]{0,4}$/);
export const values = fc
  .tuple(fc.uniqueArray(value, { minLength: NAMES.length, maxLength: NAMES.length }), fc.constantFrom('x.com', 'y'))
  .map(
    ([texts, domain]) => new Map([...NAMES.map((name, i): [string, string] => [name, texts[i] ?? '']), ['D', domain]]),
  );

/** `${NAME}` */
const ref = (parameter: string): string => `\${${parameter}}`;
const reference = fc.constantFrom(...NAMES).map(ref);
const name = fc.oneof(
  reference,
  fc.tuple(reference, reference).map(([a, b]) => `${a}-x-${b}`),
  fc.constant('web'),
);
const tls = fc.record(
  {
    termination: fc.constantFrom('edge', 'edge', 'reencrypt'),
    insecureEdgeTerminationPolicy: fc.constantFrom('None', 'Allow', 'Redirect'),
    externalCertificate: name.map((secret) => ({ name: secret })),
  },
  { requiredKeys: ['termination'] },
);
const annotations = fc.record(
  {
    'router.openshift.io/cookie_name': name,
    'haproxy.router.openshift.io/rewrite-target': name.map((text) => `/${text}`),
    'haproxy.router.openshift.io/timeout': fc.constant('5s'),
    'example.com/own': name,
  },
  { requiredKeys: [] },
);
/** Annotations of which nothing is known without their values. */
const openAnnotations = fc.record(
  Object.fromEntries(
    [
      ...['balance', 'disable_cookies', 'timeout', 'timeout-tunnel', 'ip_allowlist', 'ip_whitelist', 'rewrite-target'],
      ...['rate-limit-connections', 'rate-limit-connections.rate-http', 'rate-limit-connections.concurrent-tcp'],
      ...['hsts_header', 'set-forwarded-headers', 'pod-concurrent-connections'],
    ].map((key) => [`haproxy.router.openshift.io/${key}`, fc.oneof(reference, fc.constant('true'))]),
  ),
  { requiredKeys: [] },
);
const header = name.map((text) => ({ name: 'X-One', action: { type: 'Set', set: { value: text } } }));

const route = fc.record(
  {
    subject: name,
    host: fc
      .tuple(name, fc.constantFrom(ref('D'), `apps.${ref('D')}`, `${ref('A')}.example.com`))
      .map((parts) => parts.join('.')),
    path: fc.oneof(
      fc.constantFrom('/', '/api'),
      name.map((text) => `/${text}/x`),
    ),
    wildcardPolicy: fc.constantFrom('None', 'Subdomain'),
    tls,
    annotations,
    port: fc.constantFrom('http', ref('A')),
    headers: header,
  },
  { requiredKeys: ['subject', 'host', 'annotations', 'port'] },
);

/** Each Route has a name and a host of its own: order and winner of those that meet depend on their values. */
export const templates: fc.Arbitrary<Template> = fc
  .tuple(fc.array(route, { minLength: 1, maxLength: 4 }), fc.boolean())
  .map(([routes, isPlaced]) => ({
    apiVersion: 'template.openshift.io/v1',
    kind: 'Template',
    metadata: { name: 'shop' },
    labels: { app: ref('A') },
    parameters: [...NAMES, 'D'].map((parameter) => ({ name: parameter, required: true })),
    objects: routes.flatMap(
      ({ subject, host, path, wildcardPolicy, tls: secured, annotations: noted, port, headers }, i) => {
        const placed = isPlaced ? { namespace: ref('XZ9') } : {};
        return [
          {
            apiVersion: 'v1',
            kind: 'Service',
            metadata: { name: `${subject}-${i}`, ...placed },
            spec: { ports: [{ name: port, port: 80, targetPort: 8080 }] },
          },
          {
            apiVersion: 'route.openshift.io/v1',
            kind: 'Route',
            metadata: { name: `r${i}-${subject}`, ...placed, annotations: noted },
            spec: {
              host: `h${i}.d${i}.${host}`,
              ...(path === undefined ? {} : { path }),
              ...(wildcardPolicy === undefined ? {} : { wildcardPolicy }),
              to: { kind: 'Service', name: `${subject}-${i}` },
              port: { targetPort: port },
              ...(secured === undefined ? {} : { tls: secured }),
              ...(headers === undefined ? {} : { httpHeaders: { actions: { request: [headers] } } }),
            },
          },
        ];
      },
    ),
  }));

/** `${{NAME}}` */
const whole = (parameter: string): string => `${ref(parameter).slice(0, 1)}{${ref(parameter).slice(1)}}`;

/** Fields of a Route that may be a parameter as a whole, of which nothing is known then. */
const openFields = fc.record(
  {
    host: reference,
    path: reference,
    wildcardPolicy: fc.oneof(reference, fc.constant('Subdomain')),
    port: fc.constantFrom(whole('A'), whole('D'), 8080).map((targetPort) => ({ targetPort })),
    tls: fc.record(
      {
        termination: fc.oneof(reference, fc.constantFrom('edge', 'reencrypt', 'passthrough')),
        insecureEdgeTerminationPolicy: reference,
        certificate: reference,
        key: reference,
        destinationCACertificate: reference,
      },
      { requiredKeys: ['termination'] },
    ),
  },
  { requiredKeys: [] },
);

/** Templates with Routes of which hardly anything is known. */
export const openTemplates: fc.Arbitrary<Template> = fc
  .tuple(templates, openFields, openAnnotations)
  .map(([template, fields, noted]) => ({
    ...template,
    objects: template.objects.map((object) =>
      object.kind === 'Route'
        ? {
            ...object,
            metadata: { ...object.metadata, annotations: { ...object.metadata.annotations, ...noted } },
            spec: { ...object.spec, ...fields },
          }
        : object,
    ),
  }));
