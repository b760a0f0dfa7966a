import { byName } from '../../kubernetes/by-name.js';
import type { ConfigMap, IngressClass, Secret, Service } from '../../kubernetes/companions.js';
import { isControllerConfigMap } from '../../kubernetes/controller-config-map.js';
import type { Ingress } from '../../kubernetes/ingress.js';
import type { Inventory } from '../../kubernetes/inventory.js';
import { splitLabels } from '../../kubernetes/ownership-labels.js';
import type { Ledger } from '../../ledger/ledger.js';
import { ingressNginx } from '../../mappings/ingress-nginx.js';
import type { Risk } from '../../mappings/mapping.js';
import type { MappingIndex } from '../../mappings/mapping-index.js';
import type { Policies } from '../../model/policies.js';
import type { ConvertOptions } from '../../options.js';
import { openFields, sayLabels } from '../ingress-fields.js';
import { carriersAmong, identityOf } from '../served-ingress.js';
import { Settings } from '../settings.js';
import { SnippetParts } from '../snippets/snippet-parts.js';
import { wordsOf } from '../target-words.js';
import type { Understanding } from '../understanding.js';
import type { KnownKey, ReadingRules } from '../written-annotations.js';
import { Annotations, readingRules } from './annotations.js';
import { lockHostWithoutCa, refusalOfCa, refusedDetail } from './concerns/authentication.js';
import { sayCanaryOff, sayIgnoredOnCanary } from './concerns/canary.js';
import { readAffinity } from './concerns/proxying.js';
import { NO_REDIRECTS, type Redirects, readRedirects } from './concerns/redirects.js';
import { NO_SNIPPETS, readSnippets, type Snippets } from './concerns/snippets.js';
import type { Context } from './context.js';
import { defaultsOf } from './defaults.js';
import { ClassSayer } from './fields.js';
import { buildHosts } from './hosts.js';
import { compareAge } from './order.js';
import { policiesOfController, readPolicies } from './policies.js';
import { buildRoutingTable, type RoutingTable } from './routing-table.js';
import { select } from './selection.js';
import type { ServedIngress } from './served-ingress.js';
import { sayAssumptions, sayLostDefaults, saySettings } from './settings-report.js';
import { readTcpServices } from './tcp-services.js';
import { sayUnusedTlsHosts } from './unused-tls-hosts.js';
import { itemsOfIngress, sayWithoutEffect } from './without-effect.js';

const RISKS: readonly Risk[] = ['Low', 'Medium', 'High', 'Critical'];

/**
 * Reads the Ingresses of the input as ingress-nginx v1.15 does: which it serves, who wins a conflict, what merges into
 * one host, what invalid values do.
 */
export function understandIngressNginx(
  inventory: Inventory,
  options: ConvertOptions,
  ledger: Ledger,
  mapping: MappingIndex = ingressNginx,
): Understanding {
  const configMap = inventory.configMaps.find(({ meta }) => isControllerConfigMap(meta.name));
  const settings = new Settings(ledger, options, configMap, 'ingress-nginx');
  const inUse = new Set<string>();
  let own: Policies | undefined;
  const context: Context = {
    ledger,
    options,
    settings,
    inUse,
    ownPolicies: () => {
      own ??= policiesOfController(settings);
      return own;
    },
    snippets: new SnippetParts(),
    serviceOf: byName<Service>(inventory.services, options.namespace),
    secretOf: byName<Secret>(inventory.secrets, options.namespace),
    configMapOf: byName<ConfigMap>(inventory.configMaps, options.namespace),
  };
  const prefix = options.annotationPrefix ?? settings.text('annotations-prefix') ?? mapping.prefix;
  const rules = readingRules(mapping, prefix);
  const classes = new Map<string, IngressClass>(inventory.ingressClasses.map((c) => [c.meta.name, c]));
  const classSayer = new ClassSayer(ledger, wordsOf(options.to));
  const served: ServedIngress[] = [];
  for (const ingress of inventory.ingresses) {
    const one = serve(ingress, classes, context, rules, prefix, classSayer);
    if (one === undefined) continue;
    served.push(one);
    for (const key of one.annotations.keys()) inUse.add(key);
  }
  served.sort(compareAge);
  settings.served = served.length > 0;
  const policies = new Map<ServedIngress, Policies>();
  const redirects = new Map<ServedIngress, Redirects>();
  const snippets = new Map<ServedIngress, Snippets>();
  const table = buildRoutingTable(served, options.defaultBackendService !== undefined);
  const lenders = new Set<ServedIngress>();
  for (const { affinity } of table.upstreams.values()) if (affinity !== undefined) lenders.add(affinity);
  const owners = served.some((one) => one.isCanary) ? ownersOf(table) : new Set();
  for (const one of served) {
    // A canary Ingress whose paths are all canary paths; one whose Service is routed otherwise acts as an ordinary one.
    if (one.isCanary && !owners.has(one)) {
      lockHostWithoutCa(one, context);
      const lendsAffinity = lenders.has(one);
      sayIgnoredOnCanary(one.annotations, lendsAffinity);
      if (lendsAffinity) policies.set(one, { affinity: readAffinity(one.annotations) });
      continue;
    }
    if (!one.isCanary) sayCanaryOff(one.annotations);
    const snippet = readSnippets(one, context);
    if (snippet !== NO_SNIPPETS) snippets.set(one, snippet);
    policies.set(one, readPolicies(one, snippet, context));
    const redirect = readRedirects(one.annotations, context);
    if (redirect !== NO_REDIRECTS) redirects.set(one, redirect);
  }
  const { hosts, passthroughs } = buildHosts(table, { policies, redirects, snippets }, context);
  const declared: KnownKey[] = [];
  for (const one of served) declared.push(...one.annotations.declared);
  return {
    model: {
      hosts,
      passthroughs,
      carriers: carriersAmong(served),
      tcpServices: readTcpServices(inventory.configMaps, served, context),
      defaults: defaultsOf(settings),
    },
    declared,
    sweep: () => {
      sayUnusedTlsHosts(served, table, ledger);
      context.snippets.say(ledger);
      sayWithoutEffect(served, table, redirects, snippets, settings, ledger);
      sayAssumptions(settings, ledger);
      if (options.to === 'gateway-api') sayLostDefaults(settings, ledger);
      saySettings(settings, mapping, ledger, wordsOf(options.to));
    },
  };
}

function ownersOf({ servers }: RoutingTable): ReadonlySet<ServedIngress> {
  const owners = new Set<ServedIngress>();
  for (const { locations } of servers.values()) for (const { owner } of locations) owners.add(owner);
  return owners;
}

function serve(
  ingress: Ingress,
  classes: ReadonlyMap<string, IngressClass>,
  context: Context,
  rules: ReadingRules,
  prefix: string,
  classSayer: ClassSayer,
): ServedIngress | undefined {
  const { ledger, options, settings } = context;
  const selection = select(ingress, classes, options, settings, prefix);
  if (!selection.served) {
    ledger.say(ledger.openField(ingress.manifest, []), {
      verdict: 'redundant',
      code: selection.code,
      message: `not converted: ${selection.reason}`,
      next: selection.next,
    });
    return undefined;
  }
  const configured = (key: string): boolean => settings.text(key) !== undefined;
  const annotations = new Annotations(ledger, ingress, rules, configured, options);
  gateByRisk(annotations, settings);
  const fields = openFields(ingress, ledger);
  const labels = splitLabels(ingress.meta.labels);
  const { owner, key, namespaceKey } = identityOf(
    ingress,
    options,
    selection.className,
    labels.kept,
    annotations.carried,
  );
  const isCanary = annotations.isOn('canary');
  const one: ServedIngress = { ingress, annotations, owner, key, namespaceKey, fields, isCanary };
  annotations.refusals?.settle(refusalOfCa(one, context) !== undefined, refusedDetail(one, context) !== undefined);
  classSayer.say(ingress, selection, annotations.rejected !== undefined);
  if (annotations.rejected === undefined) {
    sayLabels(ingress, labels, ledger);
    return one;
  }
  const { reason } = annotations.rejected;
  const message = `the controller does not accept this Ingress at all (${reason})`;
  for (const item of itemsOfIngress(one)) {
    if (ledger.isSilent(item))
      ledger.say(item, {
        verdict: 'redundant',
        code: 'RS0204',
        severity: 'info',
        message,
        next: 'Correct that annotation, then convert again.',
      });
  }
  ledger.say(ledger.openField(ingress.manifest, []), {
    verdict: 'redundant',
    code: 'RS0204',
    severity: 'error',
    message: `not converted: ${message}`,
    next: 'Correct the annotation, then convert again.',
  });
  return undefined;
}

/** StringRiskToRisk in annotations/parser/parser.go: letter case does not matter, and any other text means Low. */
function riskLevel(text = 'High'): Risk {
  return RISKS.find((risk) => risk.toLowerCase() === text.toLowerCase()) ?? 'Low';
}

/**
 * The risk gate (semantics §21.2). Without a configuration, what is in use is assumed to be allowed, and that is said;
 * with one, it is followed.
 */
function gateByRisk(annotations: Annotations, settings: Settings): void {
  if (!settings.given) {
    if (annotations.written.some(({ entry }) => entry.risk === 'Critical'))
      settings.item('annotations-risk-level', 'assumed: Critical');
    return;
  }
  const allowed = RISKS.indexOf(riskLevel(settings.text('annotations-risk-level')));
  for (const { entry, item } of annotations.written) {
    if (RISKS.indexOf(entry.risk ?? 'Low') > allowed) {
      const level = RISKS[allowed] ?? 'High';
      annotations.reject(item, `its risk is ${entry.risk}, and annotations-risk-level allows ${level} at most`);
    } else if (entry.kind === 'snippet' && !settings.bool('allow-snippet-annotations', false)) {
      annotations.drop(entry.key, 'RS0316', 'allow-snippet-annotations is off, so the controller removes it');
    }
  }
}
