import type { Policies } from '../../model/policies.js';
import type { Traced } from '../../model/traced.js';
import type { Settings } from '../settings.js';
import type { SnippetEffects } from '../snippets/effects.js';
import { withSnippet } from '../snippets/merged-policies.js';
import type { Annotations } from './annotations.js';
import { readAccessList, readRateLimit } from './concerns/access.js';
import { readBasicAuth, readExternalAuth } from './concerns/authentication.js';
import { readBalancing } from './concerns/balancing.js';
import { readCors } from './concerns/cors.js';
import { readCustomHeaders, readMirror } from './concerns/headers.js';
import { readAffinity, readBackendTls, readProtocol, readRetries, readTimeouts } from './concerns/proxying.js';
import type { Snippets } from './concerns/snippets.js';
import { readTuning } from './concerns/tuning.js';
import type { Context } from './context.js';
import type { ServedIngress } from './served-ingress.js';

/** Keys that code knows but that no field of the traffic model carries yet. */
const WITHOUT_FIELD = ['proxy-body-size'];

/** What an Ingress says about all of its locations alike. Reading it says to the ledger what is invalid or without effect. */
export function readPolicies(served: ServedIngress, snippets: Snippets, context: Context): Policies {
  const { annotations } = served;
  for (const key of WITHOUT_FIELD) annotations.leaveToMapping(key);
  const protocol = readProtocol(annotations);
  const policies: Policies = {
    timeouts: readTimeouts(annotations),
    retries: readRetries(annotations, context.settings),
    cors: readCors(annotations),
    affinity: readAffinity(annotations),
    balancing: readBalancing(annotations),
    basicAuth: readBasicAuth(served, context),
    externalAuth: readExternalAuth(served, context),
    accessList: readAccessList(annotations, context),
    rateLimit: readRateLimit(annotations),
    opaqueGuard: snippets.guard,
    responseHeaders: readCustomHeaders(served, context),
    mirror: readMirror(served, context),
    backendTls: readBackendTls(served, protocol?.value),
    protocol,
    anyGuardPasses: readSatisfy(annotations),
    tuning: readTuning(
      annotations,
      (name) => context.serviceOf(served.namespaceKey, name)?.ports[0]?.port,
      snippets.location?.rest,
    ),
    hsts: context.ownPolicies().hsts,
  };
  sayLoneSatisfy(served, policies);
  return withSnippet(policies, withoutChoice(snippets.location, policies, served));
}

/** Where passing one check is enough, a list is no list of those who alone may: it is told as a guard of another kind. */
function withoutChoice(
  effects: SnippetEffects | undefined,
  { basicAuth, externalAuth }: Policies,
  { annotations }: ServedIngress,
): SnippetEffects | undefined {
  const list = effects?.access?.allow ?? effects?.access?.deny;
  if (effects === undefined || list === undefined || !(basicAuth ?? externalAuth)) return effects;
  if (annotations.text('satisfy')?.value !== 'any') return effects;
  return { ...effects, access: undefined, guard: effects.guard ?? { value: 'deny', from: list.from } };
}

/** `satisfy any`; without a second guard it changes nothing, but neither does a target that cannot say it. */
function readSatisfy(annotations: Annotations): Traced<true> | undefined {
  const satisfy = annotations.text('satisfy');
  return satisfy?.value === 'any' ? { value: true, from: satisfy.from } : undefined;
}

/** What the controller does where no Ingress speaks: only its own settings act on its default backend. */
export function policiesOfController(settings: Settings): Policies {
  return { hsts: readHsts(settings) };
}

/** The controller adds Strict-Transport-Security to what it answers over TLS; only the ConfigMap can change it (§11.3). */
function readHsts(settings: Settings): Traced<string> | undefined {
  if (!settings.bool('hsts', true)) return undefined;
  // The age is a text to the controller (config.go), written as it is given.
  const value =
    `max-age=${settings.text('hsts-max-age') ?? '31536000'}` +
    (settings.bool('hsts-include-subdomains', true) ? '; includeSubDomains' : '') +
    (settings.bool('hsts-preload', false) ? '; preload' : '');
  return settings.traced('hsts', value);
}

function sayLoneSatisfy(served: ServedIngress, policies: Policies): void {
  const { annotations } = served;
  if (policies.basicAuth ?? policies.externalAuth ?? policies.accessList) return;
  annotations.ledger.sayAll(annotations.itemsOf(['satisfy']), {
    verdict: 'redundant',
    code: 'RS0309',
    message: 'this Ingress has no check that it could combine',
  });
}

/** The controller's default for paths that are never asked for credentials. */
export const NO_AUTH_LOCATIONS: readonly string[] = ['/.well-known/acme-challenge'];

/** The policies of one location: paths under no-auth-locations are never asked for credentials (semantics §18.2). */
export function policiesOfPath(policies: Policies, path: string, context: Context): Policies {
  if (policies.basicAuth === undefined && policies.externalAuth === undefined) return policies;
  const exempt = context.settings.list('no-auth-locations', NO_AUTH_LOCATIONS);
  return exempt.some((p) => path.startsWith(p))
    ? { ...policies, basicAuth: undefined, externalAuth: undefined }
    : policies;
}
