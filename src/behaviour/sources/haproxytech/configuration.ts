import type { Network } from '../../values/addresses.js';
import { compareText, isPlainObject, stringMapAt } from '../../values/plain-object.js';
import { type Annotations, bareAnnotations, lookUp, readBool, readObjectPath } from './annotation-layers.js';
import { type Backend, backendName, readBackend } from './backends.js';
import { Certificates } from './certificates.js';
import { selection } from './class-rules.js';
import { Cluster, type Destination } from './cluster.js';
import { type CustomRoute, readCustomRoute } from './custom-routes.js';
import { readFrontendRules } from './frontend-rules.js';
import { type IngressPath, readIngress, type StoredIngress } from './ingress-objects.js';
import type { HaproxytechInput } from './input.js';
import { type CompiledIngress, compileIngress, Pipelines } from './pipelines.js';
import { RoutingTable } from './routing-table.js';
import { type Remarks, RuleReading } from './rule-reading.js';
import { snippetRemarks } from './unmodelled-parts.js';

/** Everything the controller would have written, ready for requests. */
export interface Configuration {
  readonly input: HaproxytechInput;
  readonly config: Annotations;
  readonly table: RoutingTable;
  readonly backends: ReadonlyMap<string, Backend>;
  /** In the order of the file. */
  readonly customRoutes: readonly CustomRoute[];
  /** Name of the backend for requests that nothing takes; undefined for the controller's own page. */
  readonly fallback: { readonly backend: string; readonly rule: string } | undefined;
  readonly pipelines: Pipelines;
  readonly certificates: Certificates;
  /** Whether there is a TCP listener before HTTPS. */
  readonly passthrough: boolean;
  /** `namespace/secret` of the CA for client certificates; undefined if nobody is asked for one. */
  readonly clientCa: { readonly secret: string; readonly optional: boolean } | undefined;
  readonly ignored: readonly { readonly namespace: string; readonly name: string; readonly reason: string }[];
  readonly remarks: Remarks;
}

/** Folds the input into the configuration (updateHAProxy in pkg/controller/controller.go). */
export function buildConfiguration(input: HaproxytechInput): Configuration {
  return new Building(input).configuration();
}

class Building {
  private readonly remarks: Remarks = { messages: [], errors: [], unmodelled: [] };
  private readonly table = new RoutingTable();
  private readonly backends = new Map<string, Backend>();
  private readonly customRoutes: CustomRoute[] = [];
  private readonly lists = new Map<string, Network[]>();
  private readonly input: HaproxytechInput;
  private readonly config: Annotations;
  private readonly cluster: Cluster;
  private fallback: Configuration['fallback'];

  constructor(input: HaproxytechInput) {
    this.input = input;
    this.config = bareAnnotations(stringMapAt({ config: input.controllerConfig }, 'config'));
    this.cluster = new Cluster(input);
  }

  configuration(): Configuration {
    const { input, config, cluster, remarks } = this;
    const all = readIngresses(input.ingresses);
    const dropReason = selection(input);
    const reasons = new Map(all.map((ingress) => [ingress.key, dropReason(ingress)]));
    const served = all.filter(({ key }) => reasons.get(key) === undefined);
    // Any Ingress will do here, whichever class it has (processSSLPassthroughInConfigFile).
    const passthrough = all.some((ingress) => this.passesThrough(ingress));
    this.readFallbackFlag();
    const ofConfig = readFrontendRules(new RuleReading(undefined, config, cluster, this.lists, remarks));
    const compiled = served.flatMap((ingress) => this.addIngress(ingress));
    this.remarkOnChance(served);
    snippetRemarks(input, config, served, remarks);
    return {
      input,
      config,
      table: this.table,
      backends: this.backends,
      // Each rule goes to the head of the list, so the last one that was made is tried first.
      customRoutes: this.customRoutes.toReversed(),
      fallback: this.fallback,
      pipelines: new Pipelines(ofConfig, compiled, passthrough),
      certificates: new Certificates(input, served, cluster, config, remarks),
      passthrough,
      clientCa: this.readClientCa(),
      ignored: all.flatMap(({ namespace, name, key }) => {
        const reason = reasons.get(key);
        return reason === undefined ? [] : [{ namespace, name, reason }];
      }),
      remarks,
    };
  }

  /** Only the text `true` does, though other booleans pass the check of the value (Bool in pkg/annotations). */
  private passesThrough({ annotations }: StoredIngress): boolean {
    return lookUp('ssl-passthrough', annotations, this.config) === 'true';
  }

  /** The ConfigMap key counts only where the flag is set, too (handleGlobalConfig in pkg/controller/global.go). */
  private readFallbackFlag(): void {
    const flag = this.input.flags?.defaultBackendService ?? '';
    if (flag === '') return;
    const path = readObjectPath(this.config.get('default-backend-service') ?? flag);
    const destination =
      path === undefined || path.name === ''
        ? undefined
        : this.cluster.destination(path.namespace, { service: path.name, portName: '', portNumber: 0 }, true);
    if (destination === undefined) return;
    const backend = this.addBackend(destination, undefined, false);
    this.fallback = { backend, rule: 'default-backend-service' };
  }

  private addIngress(ingress: StoredIngress): CompiledIngress[] {
    const { key, namespace, annotations } = ingress;
    if (ingress.defaultBackend !== undefined) {
      const destination = this.cluster.destination(namespace, ingress.defaultBackend, true);
      if (destination === undefined) this.remarks.messages.push(`Ingress ${key}: no Service for spec.defaultBackend`);
      else {
        if (this.fallback?.rule.startsWith('Ingress ') === true) {
          this.remarks.unmodelled.push('several Ingresses with spec.defaultBackend, of which any one counts');
        }
        const backend = this.addBackend(destination, ingress, false);
        this.fallback = { backend, rule: `Ingress ${key} spec.defaultBackend` };
      }
    }
    if (!ingress.hasRules) return [];
    const tcp = this.passesThrough(ingress);
    const passthrough = lookUp('ssl-passthrough', annotations, this.config);
    if (passthrough !== '' && readBool(passthrough) === undefined) {
      this.remarks.messages.push(`Ingress ${key}: ssl-passthrough: '${passthrough}' is no boolean`);
    }
    const reading = new RuleReading(ingress, this.config, this.cluster, this.lists, this.remarks);
    const compiled = compileIngress(ingress, readFrontendRules(reading));
    for (const path of ingress.paths) this.addPath(path, compiled, tcp);
    return [compiled];
  }

  private addPath(path: IngressPath, ingress: CompiledIngress, tcp: boolean): void {
    const destination = this.cluster.destination(ingress.source.namespace, path.backend);
    if (destination === undefined) {
      this.remarks.messages.push(`${path.rule}: no such Service or port, so the path is left out`);
      return;
    }
    const backend = this.addBackend(destination, ingress.source, tcp);
    const acl = destination.annotations.get('route-acl') ?? '';
    if (/\s/.test(path.path)) this.remarks.unmodelled.push(`${path.rule}: a path with white space`);
    if (acl === '') {
      const problem = this.table.add({ path, ingress, backend }, tcp);
      if (problem !== undefined) this.remarks.messages.push(`${path.rule}: ${problem}`);
      return;
    }
    const custom = readCustomRoute(path, backend, acl);
    if ('problem' in custom) this.remarks.unmodelled.push(`${path.rule}: ${custom.problem}`);
    else this.customRoutes.push(custom.route);
  }

  private addBackend(destination: Destination, ingress: StoredIngress | undefined, tcp: boolean): string {
    const name = backendName(destination, ingress, this.config);
    const backend = readBackend(name, destination, ingress, this.config, tcp, this.remarks);
    const known = this.backends.get(name);
    if (known !== undefined && JSON.stringify(known) !== JSON.stringify(backend)) {
      this.remarks.unmodelled.push(`backend ${name}: several Ingresses set it up differently, and any one counts`);
    }
    this.backends.set(name, backend);
    return name;
  }

  private readClientCa(): Configuration['clientCa'] {
    const path = readObjectPath(lookUp('client-ca', this.config));
    if (path === undefined || path.name === '') return undefined;
    if (this.cluster.secret(path.namespace, path.name) === null) {
      this.remarks.unmodelled.push(`client-ca: Secret ${path.namespace}/${path.name} does not exist, nobody is asked`);
      return undefined;
    }
    const optional = lookUp('client-crt-optional', this.config) === 'true';
    return { secret: `${path.namespace}/${path.name}`, optional };
  }

  private remarkOnChance(served: readonly StoredIngress[]): void {
    for (const { key, ambiguous } of served) {
      for (const name of ambiguous) {
        this.remarks.unmodelled.push(`Ingress ${key}: ${name} is spelled in several ways, and any one counts`);
      }
    }
    const chosen = new Set(this.customRoutes.map(({ backend }) => backend));
    if (chosen.size > 1) {
      this.remarks.unmodelled.push('several Services with route-acl, whose rules are tried in any order');
    }
  }
}

/** A cluster has one object of a name: what is applied later replaces it. By name, since the controller has no order. */
function readIngresses(values: readonly unknown[]): StoredIngress[] {
  const found = new Map<string, StoredIngress>();
  for (const value of values) {
    const ingress = isPlainObject(value) ? readIngress(value) : undefined;
    if (ingress !== undefined) found.set(ingress.key, ingress);
  }
  return [...found.values()].sort((a, b) => compareText(a.key, b.key));
}
