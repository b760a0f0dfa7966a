import { byName } from '../../kubernetes/by-name.js';
import { isNginxIncConfigMap } from '../../kubernetes/controller-config-map.js';
import type { Ingress } from '../../kubernetes/ingress.js';
import type { Inventory } from '../../kubernetes/inventory.js';
import type { Manifest } from '../../kubernetes/object.js';
import { splitLabels } from '../../kubernetes/ownership-labels.js';
import type { Ledger } from '../../ledger/ledger.js';
import { nginxInc } from '../../mappings/nginx-inc.js';
import type { TrafficModel } from '../../model/traffic.js';
import type { ConvertOptions } from '../../options.js';
import { openFields, sayLabels } from '../ingress-fields.js';
import { carriersAmong, identityOf, keyOf } from '../served-ingress.js';
import { Settings } from '../settings.js';
import { SnippetParts } from '../snippets/snippet-parts.js';
import { wordsOf } from '../target-words.js';
import type { Understanding } from '../understanding.js';
import { Annotations } from './annotations.js';
import type { Context, ServedIngress } from './context.js';
import { defaultsOf } from './defaults.js';
import { buildHosts } from './hosts.js';
import { INHERITED } from './mergeable.js';
import { assignHosts, foreignServers, isRecord, type Ownership, seniorityOf } from './ownership.js';
import { ownClasses, sayClass, select } from './selection.js';
import { sayHostHeader, sayLostDefaults, sayOwnAnswers, saySettings } from './settings-report.js';
import { specProblem } from './validity.js';
import { itemsOfIngress, sayForeign, sayLost, sayMergeable, sayWithoutEffect } from './without-effect.js';

/**
 * Reads the Ingresses of the input as F5's NGINX Ingress Controller does: which it takes, who owns a host, what masters and
 * minions have from each other, what each annotation comes to.
 */
export function understandNginxInc(inventory: Inventory, options: ConvertOptions, ledger: Ledger): Understanding {
  const configMap = inventory.configMaps.find(({ meta }) => isNginxIncConfigMap(meta.name));
  const settings = new Settings(ledger, options, configMap, 'nginx-inc');
  const own = ownClasses(inventory.ingressClasses, options);
  const context: Context = {
    ledger,
    options,
    settings,
    snippets: new SnippetParts(),
    serviceOf: byName(inventory.services, options.namespace),
    secretOf: byName(inventory.secrets, options.namespace),
    policyOf: policies(inventory.others, own, options.namespace),
  };
  const served: ServedIngress[] = [];
  const keys = new Set<string>();
  for (const ingress of inventory.ingresses) {
    const one = serve(ingress, own, keys, inventory, context);
    if (one !== undefined) served.push(one);
  }
  settings.served = served.length > 0;
  const foreign = foreignServers(inventory.others, own, options.namespace);
  const ownership = assignHosts(served, foreign);
  settleAnnotations(served, ownership, settings);
  sayLost(ownership, ledger);
  sayMergeable(ownership, options.to, ledger);
  const plus = usesPlus(served);
  const hosts = buildHosts(ownership.serving, plus, context);
  sayAssumptions(served, plus, settings, ledger);
  const model: TrafficModel = {
    hosts,
    passthroughs: [],
    defaults: defaultsOf(settings),
    carriers: carriersAmong(served),
  };
  sayForeign(foreign, hosts, ledger);
  return {
    model,
    declared: served.flatMap(({ annotations }) => annotations.declared),
    sweep: () => {
      context.snippets.say(ledger);
      sayWithoutEffect(served, ledger);
      sayHostHeader(settings, ledger);
      sayOwnAnswers(served, settings, ledger);
      if (options.to === 'gateway-api') sayLostDefaults(settings, ledger);
      saySettings(settings, nginxInc, ledger, wordsOf(options.to));
    },
  };
}

/** What counts of each Ingress, once it is known who has which host: minions take over what they do not write themselves. */
function settleAnnotations(served: readonly ServedIngress[], { serving }: Ownership, settings: Settings): void {
  for (const { annotations } of served) annotations.settle(settings);
  for (const { served: master, minions = [] } of serving)
    for (const minion of minions) minion.served.annotations.inherit(master.annotations, INHERITED);
  for (const { annotations } of served) {
    annotations.dropUnneeded((key) => !annotations.has(key));
    annotations.declareRest();
  }
}

function serve(
  ingress: Ingress,
  own: ReadonlySet<string>,
  keys: Set<string>,
  { ingressClasses, problems }: Inventory,
  { ledger, options }: Context,
): ServedIngress | undefined {
  const selection = select(ingress, ingressClasses, own, options);
  const whole = () => ledger.openField(ingress.manifest, []);
  if (!selection.served) {
    const { code, reason, next } = selection;
    ledger.say(whole(), { verdict: 'redundant', code, message: `not converted: ${reason}`, next });
    return undefined;
  }
  const labels = splitLabels(ingress.meta.labels);
  const key = keyOf(ingress, options);
  if (keys.has(key)) {
    const message = `not converted: another object of the input is called Ingress ${key} as well, and the cluster can hold only one of them`;
    ledger.say(whole(), {
      verdict: 'redundant',
      code: 'RS0205',
      severity: 'warning',
      message,
      next: 'Remove one of them.',
    });
    return undefined;
  }
  keys.add(key);
  const annotations = new Annotations(ledger, ingress, nginxInc, options);
  const one: ServedIngress = {
    ingress,
    annotations,
    ...identityOf(ingress, options, selection.className, labels.kept, annotations.carried),
    fields: openFields(ingress, ledger),
    ...seniorityOf(ingress.manifest),
  };
  const isRefused = problems.some(
    ({ code, severity, object }) => code === 'RS0108' && severity === 'error' && object === ingress.manifest.ref,
  );
  const problem = isRefused
    ? 'parts of it cannot be read, for which the API server refuses the object'
    : (annotations.rejected?.reason ?? specProblem(ingress, annotations.role));
  sayClass(ingress, selection, problem === undefined, options.to, ledger);
  if (problem === undefined) {
    sayLabels(ingress, labels, ledger);
    return one;
  }
  const message = `the controller does not accept this Ingress at all (${problem})`;
  const next = 'Correct it, then convert again.';
  for (const item of itemsOfIngress(one))
    if (ledger.isSilent(item))
      ledger.say(item, { verdict: 'redundant', code: 'RS0204', severity: 'info', message, next });
  ledger.say(whole(), {
    verdict: 'redundant',
    code: 'RS0204',
    severity: 'error',
    message: `not converted: ${message}`,
    next,
  });
  return undefined;
}

/** The specs of the Policies in the input that are of these classes. */
function policies(
  others: readonly Manifest[],
  own: ReadonlySet<string>,
  defaultNamespace: string | undefined,
): Context['policyOf'] {
  const found = new Map<string, Readonly<Record<string, unknown>>>();
  for (const { ref, content } of others) {
    if (ref.kind !== 'Policy') continue;
    const spec = isRecord(content.spec) ? content.spec : {};
    const className = typeof spec.ingressClassName === 'string' ? spec.ingressClassName : '';
    if (className !== '' && !own.has(className)) continue;
    found.set(`${ref.namespace ?? defaultNamespace ?? 'default'}/${ref.name}`, spec);
  }
  return (namespace, name) => found.get(`${namespace}/${name}`);
}

/** Keys that NGINX without Plus refuses. */
function usesPlus(served: readonly ServedIngress[]): boolean {
  return served.some(({ annotations }) =>
    annotations.written.some(({ entry }) => /^(?:nginx\.com|appprotect)/.test(entry.key)),
  );
}

/** Without a look at the controller, what is plainly in use is taken to be allowed; that is said once. */
function sayAssumptions(served: readonly ServedIngress[], plus: boolean, settings: Settings, ledger: Ledger): void {
  const assume = (key: string, message: string): void =>
    ledger.say(settings.item(key, 'assumed'), { verdict: 'redundant', code: 'RS0207', message });
  if (plus)
    assume('nginx-plus', 'annotations of NGINX Plus are in use, so the controller is assumed to run it (-nginx-plus)');
  const hasSnippets = served.some(({ annotations }) =>
    annotations.written.some(({ entry }) => entry.kind === 'snippet'),
  );
  if (hasSnippets)
    assume('enable-snippets', 'snippets are in use, so the controller is assumed to allow them (-enable-snippets)');
}
