import type { Conversion, Target, WithheldRule } from './conversion.js';
import type { Inventory } from './kubernetes/inventory.js';
import type { Ledger } from './ledger/ledger.js';
import { sayDeclared } from './mappings/declared.js';
import type { OwnKeys } from './mappings/own-keys.js';
import type { ConvertOptions } from './options.js';
import { withOwnGuards } from './own-guards.js';
import { implementationOf, type Repertoire, readerOf, routeTargetOf } from './repertoire.js';
import { sayRouterSettings, withRouterSettings } from './sources/router-settings.js';
import type { Understanding } from './sources/understanding.js';
import type { Compiled } from './targets/compiled.js';
import { compileGatewayApi } from './targets/gateway-api/compile.js';
import { gatewayApiOf } from './targets/gateway-api/openshift-platform.js';
import type { Implementation } from './targets/gateway-api/profiles/implementation.js';
import type { Naming } from './targets/names.js';
import { summarize, waysOut } from './totals.js';

/** What one controller makes of its part of the input, before anything is written. */
export interface UnderstoodShare {
  readonly inventory: Inventory;
  readonly options: ConvertOptions;
  readonly ledger: Ledger;
  readonly understanding: Understanding;
  readonly repertoire: Repertoire;
  /** Says the last word about users' own guards of which the target said nothing. To be called after it was compiled. */
  readonly sayUnusedGuards?: (() => void) | undefined;
}

/**
 * Reads what the controller that the options name serves.
 *
 * @param own users' own annotations, which the ledger knows, too
 */
export function understandShare(
  inventory: Inventory,
  given: ConvertOptions,
  ledger: Ledger,
  repertoire: Repertoire,
  own?: OwnKeys,
): UnderstoodShare {
  const options = withRouterSettings(given, inventory.router);
  sayRouterSettings(inventory, given, ledger);
  const understanding = readerOf(options.from, repertoire)(inventory, options, ledger);
  const share: UnderstoodShare = { inventory, options, ledger, understanding, repertoire };
  if (own === undefined) return share;
  const { model, sayUnused } = withOwnGuards(understanding.model, own, ledger);
  return { ...share, understanding: { ...understanding, model }, sayUnusedGuards: sayUnused };
}

/**
 * Writes what was understood and closes the ledger.
 *
 * @param inputs how many files were read
 * @param naming names that other parts of the run have given
 * @param withheldBefore rules that were withheld before anything was written
 */
export function compileShare(
  share: UnderstoodShare,
  inputs: number,
  naming?: Naming,
  withheldBefore: readonly WithheldRule[] = [],
): Conversion {
  const { options, ledger, understanding } = share;
  const implementation = implementationOf(options, share.repertoire);
  const compiled = compileFor(share, implementation, naming);
  const withheld = withheldBefore.length === 0 ? compiled.withheld : [...withheldBefore, ...compiled.withheld];
  share.sayUnusedGuards?.();
  sayDeclared(understanding.declared, options.to, gatewayApiOf(options, implementation).channel, ledger, {
    profile: options.to === 'gateway-api' ? options.profile?.name : undefined,
    controller: options.from,
  });
  understanding.sweep();
  const items = ledger.settle();
  return {
    target: targetOf(options, implementation),
    emitted: compiled.emitted,
    closingComments: compiled.closingComments,
    items,
    withheld,
    waysOut: waysOut(withheld),
    summary: summarize(items, inputs, compiled.emitted.length, withheld.length),
  };
}

/** The objects of the API that the options name. */
function compileFor(
  { understanding, inventory, options, ledger, repertoire }: UnderstoodShare,
  implementation: Implementation | undefined,
  naming?: Naming,
): Compiled {
  const { model, routes } = understanding;
  const { gateways, policies, secrets, router } = inventory;
  switch (options.to) {
    case 'gateway-api':
      return compileGatewayApi(model, options, implementation, ledger, { gateways, policies }, naming);
    case 'openshift-route':
      if (routes !== undefined) return routeTargetOf(repertoire).write(routes, router, ledger);
      return routeTargetOf(repertoire).compile(model, options, ledger, secrets, router, naming);
  }
}

/** What is written. */
export function targetOf(options: ConvertOptions, implementation: Implementation | undefined): Target {
  const { to } = options;
  switch (to) {
    case 'gateway-api': {
      const { version, channel } = gatewayApiOf(options, implementation);
      return { api: to, version, channel };
    }
    case 'openshift-route':
      return { api: to, version: 'route.openshift.io/v1', channel: null };
  }
}
