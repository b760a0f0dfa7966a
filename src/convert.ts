import type { Conversion, Target } from './conversion.js';
import type { InputProblem } from './kubernetes/input-problem.js';
import { type Inventory, takeInventory } from './kubernetes/inventory.js';
import type { Manifest } from './kubernetes/object.js';
import { referencesIn } from './kubernetes/template-references.js';
import { Ledger } from './ledger/ledger.js';
import type { Verdict } from './ledger/verdict.js';
import { sayDeclared } from './mappings/declared.js';
import { haproxyIngress } from './mappings/haproxy-ingress.js';
import { haproxytech } from './mappings/haproxytech.js';
import { ingressNginx } from './mappings/ingress-nginx.js';
import { type ConvertOptions, readsRouter } from './options.js';
import { understandHaproxyIngress } from './sources/haproxy-ingress/understand.js';
import { understandHaproxytech } from './sources/haproxytech/understand.js';
import { understandIngressNginx } from './sources/ingress-nginx/understand.js';
import { understandNginxInc } from './sources/nginx-inc/understand.js';
import { understandOpenshiftIngress } from './sources/openshift-ingress/understand.js';
import { understandRoutes } from './sources/openshift-route/understand.js';
import { sayRouterSettings, withRouterSettings } from './sources/router-settings.js';
import type { Understanding } from './sources/understanding.js';
import type { Compiled } from './targets/compiled.js';
import { compileGatewayApi } from './targets/gateway-api/compile.js';
import { gatewayApiOf } from './targets/gateway-api/openshift-platform.js';
import { compileOpenshiftRoute } from './targets/openshift-route/compile.js';
import { writeRoutes } from './targets/openshift-route/write-routes.js';
import { summarize, waysOut } from './totals.js';

/** What a conversion works on. */
export interface ConvertInput {
  readonly manifests: readonly Manifest[];
  /** What went wrong while reading; they become findings. */
  readonly problems: readonly InputProblem[];
  /** How many files (or streams) were read. */
  readonly inputs: number;
}

/**
 * Converts the Ingresses among the manifests to Gateway API objects. A pure function: the same input, in whatever order,
 * gives the same result; nothing in it throws for any input.
 *
 * What Templates leave without value is in the result as it is written, `${NAME}`. Manifests from `parseText` hold a word
 * that stands for it; `verify` and `trace` take both as they are.
 */
export function convert(input: ConvertInput, options: ConvertOptions): Conversion {
  const conversion = convertManifests(input, options);
  return referencesIn(input.manifests)?.restored(conversion) ?? conversion;
}

function convertManifests(input: ConvertInput, given: ConvertOptions): Conversion {
  const ledger = new Ledger();
  const wanted = { routes: given.from.startsWith('openshift-'), router: readsRouter(given) };
  const inventory = takeInventory(input.manifests, [], wanted);
  const options = withRouterSettings(given, inventory.router);
  sayProblems([...input.problems, ...inventory.problems], ledger);
  sayOthers(inventory, ledger);
  sayRouterSettings(inventory, given, ledger);
  const understood = understandInput(inventory, options, ledger);
  const compiled = compileFor(understood, inventory, options, ledger);
  sayDeclared(understood.declared, options.to, gatewayApiOf(options).channel, ledger);
  understood.sweep();
  const items = ledger.settle();
  return {
    target: targetOf(options),
    emitted: compiled.emitted,
    closingComments: compiled.closingComments,
    items,
    withheld: compiled.withheld,
    waysOut: waysOut(compiled.withheld),
    summary: summarize(items, input.inputs, compiled.emitted.length, compiled.withheld.length),
  };
}

/** What the controller that the options name does with the input. */
function understandInput(inventory: Inventory, options: ConvertOptions, ledger: Ledger): Understanding {
  switch (options.from) {
    case 'ingress-nginx':
      return understandIngressNginx(inventory, options, ingressNginx, ledger);
    case 'haproxy-ingress':
      return understandHaproxyIngress(inventory, options, haproxyIngress, ledger);
    case 'nginx-inc':
      return understandNginxInc(inventory, options, ledger);
    case 'openshift-ingress':
      return understandOpenshiftIngress(inventory, options, ledger);
    case 'openshift-route':
      return understandRoutes(inventory, options, ledger);
    case 'haproxytech':
      return understandHaproxytech(inventory, options, haproxytech, ledger);
  }
}

/** The objects of the API that the options name. */
function compileFor(
  { model, routes }: Understanding,
  { gateways, secrets, router }: Inventory,
  options: ConvertOptions,
  ledger: Ledger,
): Compiled {
  switch (options.to) {
    case 'gateway-api':
      return compileGatewayApi(model, options, ledger, gateways);
    case 'openshift-route':
      if (routes !== undefined) return writeRoutes(routes, router, ledger);
      return compileOpenshiftRoute(model, options, ledger, secrets, router);
  }
}

function targetOf(options: ConvertOptions): Target {
  const { to } = options;
  switch (to) {
    case 'gateway-api': {
      const { version, channel } = gatewayApiOf(options);
      return { api: to, version, channel };
    }
    case 'openshift-route':
      return { api: to, version: 'route.openshift.io/v1', channel: null };
  }
}

function sayProblems(problems: readonly InputProblem[], ledger: Ledger): void {
  for (const problem of problems) {
    const item = ledger.openElsewhere(problem.source, problem.field ?? '', problem.object);
    ledger.say(item, {
      verdict: verdictOf(problem.code),
      code: problem.code,
      severity: problem.severity,
      message: problem.message,
      next: problem.next,
    });
  }
}

function verdictOf(code: InputProblem['code']): Verdict {
  // A Template with such fields is in order; it is a matter of its values.
  return code === 'RS2101' ? 'manual' : code === 'RS2192' ? 'redundant' : 'invalid';
}

function sayOthers(inventory: Inventory, ledger: Ledger): void {
  for (const manifest of inventory.others) {
    ledger.say(ledger.openField(manifest, []), {
      verdict: 'manual',
      code: 'RS0325',
      message: `${manifest.ref.kind} objects are not converted`,
      next:
        manifest.ref.kind === 'Route' || manifest.ref.kind === 'Template'
          ? 'Pass --from openshift-route to convert Routes; this run reads Ingresses only.'
          : 'Convert it by hand; it is listed so that it is not forgotten.',
    });
  }
}
