import type { KubernetesObject } from '../conversion.js';
import type { Manifest } from '../kubernetes/object.js';
import type { ConvertOptions, GatewayChoice, NamespacedName } from '../options.js';
import type { Fields } from './fields.js';

/** Kinds of the input that decide what a gateway does besides the objects that are emitted. */
const COMPANIONS: ReadonlySet<string> = new Set([
  'Gateway',
  'ListenerSet',
  'HTTPRoute',
  'GRPCRoute',
  'TLSRoute',
  'ReferenceGrant',
  'BackendTLSPolicy',
  'Service',
  'Namespace',
]);

/** Name of the Secret that an assumed Gateway presents: which one it really is, nobody said. */
export const ASSUMED_CERTIFICATE = 'certificate-of-the-gateway';

/**
 * What the model of the Gateway API is told: what the input already holds of it, and then the emitted objects, which
 * replace others of the same name as they do when they are applied. A Gateway that exists elsewhere (`--gateway`) is taken
 * to have the listeners that the routes name.
 */
export function gatewayApiSide(
  manifests: readonly Manifest[],
  emitted: readonly KubernetesObject[],
  options: ConvertOptions,
): object[] {
  const present = manifests
    .filter(({ ref }) => COMPANIONS.has(ref.kind))
    .map((manifest) => inNamespace(manifest, options.namespace));
  const objects: object[] = [...present, ...emitted];
  const isKnown = ({ gateway }: GatewayChoice): boolean =>
    manifests.some(
      ({ ref }) =>
        ref.kind === 'Gateway' &&
        ref.name === gateway.name &&
        (ref.namespace ?? gateway.namespace) === gateway.namespace,
    );
  const assumed = namedGateways(options).filter((choice) => !isKnown(choice));
  return [...assumed.map((choice) => assumedGateway(choice, emitted)), ...objects];
}

/** The Gateways that exist and that the options name, each once. */
function namedGateways({ gateway, httpListener, httpsListener, gateways }: ConvertOptions): GatewayChoice[] {
  const all = [...Object.values(gateways?.hosts ?? {}), ...Object.values(gateways?.classes ?? {})];
  if (gateway !== undefined) all.push({ gateway, httpListener, httpsListener });
  return [...new Map(all.map((choice) => [`${choice.gateway.namespace}/${choice.gateway.name}`, choice])).values()];
}

function inNamespace({ ref, content }: Manifest, namespace: string | undefined): Fields {
  if (ref.namespace !== undefined || namespace === undefined) return content;
  return { ...content, metadata: { ...(content.metadata as Fields | undefined), namespace } };
}

/** Plain HTTP on port 80 and TLS on 443, for every host and every namespace. */
function assumedGateway({ gateway, httpListener }: GatewayChoice, emitted: readonly KubernetesObject[]): Fields {
  const http = httpListener ?? 'http';
  const attached = emitted.filter((object) => attachesTo(object, gateway));
  const routes = attached.filter(({ kind }) => kind === 'HTTPRoute' || kind === 'GRPCRoute');
  const sections = new Set(routes.flatMap(sectionsOf));
  sections.delete(http);
  const allowedRoutes = { namespaces: { from: 'All' } };
  const certificateRefs = [{ name: ASSUMED_CERTIFICATE }];
  const passthroughs = attached.filter(({ kind }) => kind === 'TLSRoute');
  return {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'Gateway',
    metadata: { name: gateway.name, namespace: gateway.namespace },
    spec: {
      gatewayClassName: 'assumed',
      listeners: [
        { name: http, port: 80, protocol: 'HTTP', allowedRoutes },
        ...[...sections].sort().map((name) => ({
          name,
          port: 443,
          protocol: 'HTTPS',
          tls: { mode: 'Terminate', certificateRefs },
          allowedRoutes,
        })),
        ...passthroughListener(passthroughs, allowedRoutes),
      ],
    },
  };
}

/** Without a hostname the listener would collide with the one for HTTPS; a name for several hosts is up to the Gateway. */
function passthroughListener(routes: readonly KubernetesObject[], allowedRoutes: Fields): Fields[] {
  const [route, ...others] = routes;
  const [name] = route === undefined ? [] : sectionsOf(route);
  const hostnames = (route?.spec as { readonly hostnames?: readonly string[] } | undefined)?.hostnames ?? [];
  if (name === undefined || others.length > 0 || hostnames.length !== 1) return [];
  return [{ name, port: 443, protocol: 'TLS', hostname: hostnames[0], tls: { mode: 'Passthrough' }, allowedRoutes }];
}

function attachesTo({ metadata, spec }: KubernetesObject, gateway: NamespacedName): boolean {
  const { parentRefs = [] } = (spec ?? {}) as {
    readonly parentRefs?: readonly { readonly name?: string; readonly namespace?: string }[];
  };
  // A reference without namespace, of a route without one, may mean any.
  const own = metadata.namespace ?? gateway.namespace;
  return parentRefs.some(({ name, namespace = own }) => name === gateway.name && namespace === gateway.namespace);
}

function sectionsOf(route: KubernetesObject): string[] {
  const { parentRefs } = route.spec as { readonly parentRefs?: readonly { readonly sectionName?: string }[] };
  return (parentRefs ?? []).flatMap(({ sectionName }) => (sectionName === undefined ? [] : [sectionName]));
}
