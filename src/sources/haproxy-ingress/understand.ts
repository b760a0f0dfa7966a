import { byName } from '../../kubernetes/by-name.js';
import type { IngressClass, Secret, Service } from '../../kubernetes/companions.js';
import type { Ingress } from '../../kubernetes/ingress.js';
import type { Inventory } from '../../kubernetes/inventory.js';
import { splitLabels } from '../../kubernetes/ownership-labels.js';
import type { Ledger } from '../../ledger/ledger.js';
import { declaredVerdict, sayDeclared } from '../../mappings/declared.js';
import { haproxyIngress } from '../../mappings/haproxy-ingress.js';
import type { MappingIndex } from '../../mappings/mapping-index.js';
import type { ConvertOptions } from '../../options.js';
import { openFields, sayLabels } from '../ingress-fields.js';
import { carriersAmong, classOfPorts, identityOf } from '../served-ingress.js';
import { Settings } from '../settings.js';
import { SnippetParts } from '../snippets/snippet-parts.js';
import { wordsOf } from '../target-words.js';
import { claimTcpConfigMaps } from '../tcp-config-maps.js';
import { TcpPorts } from '../tcp-ports.js';
import type { Understanding } from '../understanding.js';
import { CLASS_ANNOTATION } from '../written-annotations.js';
import { Annotations } from './annotations.js';
import type { Context, ServedIngress } from './context.js';
import { gather } from './gather.js';
import { buildHosts } from './hosts.js';
import { select } from './selection.js';
import { defaultsOf, sayDefaults, saySettings } from './settings-report.js';
import { entryBlockers } from './tcp-blockers.js';

/** The name under which charts and manifests install the ConfigMap of the controller. */
const CONFIG_MAP = 'haproxy-ingress';

/**
 * Reads the Ingresses of the input as HAProxy Ingress v0.16 does: which it serves, whose value counts where several meet, in
 * which order paths are tried, and what faults do.
 */
export function understandHaproxyIngress(
  inventory: Inventory,
  options: ConvertOptions,
  ledger: Ledger,
  mapping: MappingIndex = haproxyIngress,
): Understanding {
  const configMap = inventory.configMaps.find(({ meta }) => meta.name === CONFIG_MAP);
  const settings = new Settings(ledger, options, configMap, 'HAProxy Ingress');
  const ofServices = new Map<Service, Annotations | undefined>();
  const context: Context = {
    ledger,
    options,
    settings,
    snippets: new SnippetParts(),
    mapping,
    serviceOf: byName<Service>(inventory.services, options.namespace),
    secretOf: byName<Secret>(inventory.secrets, options.namespace),
    serviceAnnotations(service) {
      if (!ofServices.has(service)) ofServices.set(service, readService(service, context));
      return ofServices.get(service);
    },
  };
  const classes = new Map<string, IngressClass>(inventory.ingressClasses.map((one) => [one.meta.name, one]));
  const served = inventory.ingresses.flatMap((ingress) => serve(ingress, classes, context) ?? []);
  served.sort(byAge);
  settings.served = served.length > 0;
  const tcpPorts = new TcpPorts(options, ledger);
  const gathered = gather(served, tcpPorts, context);
  claimTcpConfigMaps(inventory.configMaps, tcpPorts, {
    flag: '--tcp-services-configmap',
    className: classOfPorts(served, options.ingressClasses, 'haproxy'),
    // Behind the port: PROXY for clients, PROXY for pods, a Secret, the interval of checks, Secrets with CAs.
    endsTls: ([, , secret = '']) => secret !== '',
    blockedBy: (rest) => entryBlockers(rest, context),
    serviceOf: context.serviceOf,
    options,
    ledger,
  });
  const tcpServices = tcpPorts.settle();
  const { hosts, passthroughs } = buildHosts(gathered, context);
  const read = (): Annotations[] => [
    ...served.map(({ annotations }) => annotations),
    ...[...ofServices.values()].flatMap((one) => one ?? []),
  ];
  return {
    model: {
      hosts,
      passthroughs,
      tcpServices,
      sourceName: 'the controller',
      defaults: defaultsOf(settings),
      carriers: carriersAmong(served),
    },
    declared: read().flatMap(({ declared }) => declared),
    sweep: () => {
      context.snippets.say(ledger);
      gathered.tcp.sweep();
      saySilent(read(), context);
      for (const { fields } of served) saySilentFields(fields, context);
      sayDefaults(settings, ledger);
      saySettings(settings, mapping, ledger, wordsOf(options.to));
    },
  };
}

/** Annotations of a Service that HAProxy Ingress reads; those of others are not looked at. */
function readService(
  { manifest, meta }: Service,
  { ledger, mapping, settings, options }: Context,
): Annotations | undefined {
  const { prefix, alsoPrefixes = [] } = mapping.mapping;
  const own = Object.entries(meta.annotations).filter(([key]) =>
    [prefix, ...alsoPrefixes].some((one) => key.startsWith(`${one}/`)),
  );
  if (own.length === 0) return undefined;
  const object = { manifest, meta: { annotations: Object.fromEntries(own) } };
  const annotations = new Annotations(ledger, object, mapping, settings, { to: options.to }, options.annotationPrefix);
  for (const { entry, item } of annotations.written)
    if (entry.on?.includes('Service') !== true && annotations.has(entry.key))
      annotations.drop(entry.key, 'RS0316', 'the controller reads it on an Ingress only');
    else if (ledger.isSilent(item)) continue;
  return annotations;
}

function serve(
  ingress: Ingress,
  classes: ReadonlyMap<string, IngressClass>,
  context: Context,
): ServedIngress | undefined {
  const { ledger, options, mapping, settings } = context;
  const { manifest, meta } = ingress;
  const selection = select(ingress, classes, options);
  if (!selection.served) {
    ledger.say(ledger.openField(manifest, []), {
      verdict: 'redundant',
      code: selection.code,
      message: `not converted: ${selection.reason}`,
      next: selection.next,
    });
    return undefined;
  }
  const words = wordsOf(options.to);
  const annotations = new Annotations(ledger, ingress, mapping, settings, options, options.annotationPrefix);
  const labels = splitLabels(meta.labels);
  sayClass(ingress, selection, words.ofClass, ledger);
  sayLabels(ingress, labels, ledger);
  return {
    ingress,
    annotations,
    ...identityOf(ingress, options, selection.className, labels.kept, annotations.carried),
    fields: openFields(ingress, ledger),
  };
}

function sayClass(
  ingress: Ingress,
  selection: ReturnType<typeof select> & { readonly served: true },
  ofClass: string,
  ledger: Ledger,
): void {
  const { manifest, className, meta } = ingress;
  const annotation = meta.annotations[CLASS_ANNOTATION];
  const decides = annotation !== undefined && annotation !== '';
  if (annotation !== undefined)
    ledger.say(ledger.openAnnotation(manifest, CLASS_ANNOTATION, annotation), {
      verdict: decides ? 'converted' : 'redundant',
      code: 'RS0208',
      message: decides ? `class ${annotation} ${ofClass}` : 'an empty class is none',
    });
  if (className !== undefined)
    ledger.say(ledger.openField(manifest, ['spec', 'ingressClassName'], className), {
      verdict: decides ? 'redundant' : 'converted',
      code: 'RS0208',
      message: decides
        ? 'the class annotation counts before the field'
        : selection.assumed
          ? `class ${className} is taken for a class of HAProxy Ingress: its IngressClass is not in the input`
          : `class ${className} ${ofClass}`,
    });
  if (className === undefined && !decides)
    ledger.say(ledger.openField(manifest, []), {
      verdict: 'converted',
      code: 'RS0203',
      severity: selection.assumed ? 'warning' : 'info',
      message: `converted although ${selection.reason}`,
      next: selection.assumed
        ? 'Set spec.ingressClassName if HAProxy Ingress serves it; remove it otherwise.'
        : undefined,
    });
}

/** Oldest first, then by namespace and name (sortIngress). */
function byAge(a: ServedIngress, b: ServedIngress): number {
  const age = ({ ingress }: ServedIngress): number => ingress.meta.creationTimestamp ?? 0;
  return age(a) - age(b) || (a.key < b.key ? -1 : a.key > b.key ? 1 : 0);
}

/** Annotations that no rule spoke of: what the mapping says of them, or that they act on nothing that is published. */
function saySilent(read: readonly Annotations[], { ledger, options }: Context): void {
  for (const annotations of read) {
    for (const { item, entry } of annotations.written) {
      if (!ledger.isSilent(item)) continue;
      const { verdict } = declaredVerdict(entry, options.to, options.channel);
      if (verdict === 'converted' || verdict === 'approximated')
        ledger.say(item, {
          verdict: 'redundant',
          code: 'RS2208',
          message: annotations.has(entry.key)
            ? 'acts on no rule that is published: another object decides, or nothing here depends on it'
            : 'is not read',
        });
      else sayDeclared([{ item, entry }], options.to, options.channel, ledger);
    }
  }
}

function saySilentFields(fields: ServedIngress['fields'], { ledger }: Context): void {
  for (const item of [fields.defaultBackend, ...fields.tls, ...fields.rules, ...fields.paths.flat()])
    if (item !== undefined && ledger.isSilent(item))
      ledger.say(item, { verdict: 'redundant', code: 'RS1018', message: 'nothing that is published depends on it' });
}
