import type { Policies } from '../../../../model/policies.js';
import type { Blocker } from '../../../blocker.js';
import { oddEntry } from './access.js';
import { whyNoBasicAuth } from './basic-auth.js';
import { whyNoExternalAuth } from './ext-auth.js';
import { limitsPerAddress, whyNoLimit } from './rate-limit.js';

/** The guards that policies of Envoy Gateway keep. */
export type KeptGuards = Pick<Policies, 'basicAuth' | 'externalAuth' | 'accessList' | 'rateLimit'>;

interface Words {
  readonly what: string;
  readonly next: string;
}

/** Filters of Envoy are asked one after the other, and each has to agree. */
const ANY: Words = {
  what: ' of which one is enough (satisfy any): policies of Envoy Gateway want all of them',
  next: 'Decide which of the checks is to stay, and take the other annotations away.',
};

/** What is kept of the guards of a rule. */
export function keptGuards(policies: Policies): KeptGuards {
  if (isEither(policies)) return { rateLimit: limited(policies) };
  const { basicAuth, externalAuth, accessList } = policies;
  return {
    basicAuth: basicAuth !== undefined && whyNoBasicAuth(basicAuth) === undefined ? basicAuth : undefined,
    externalAuth:
      externalAuth !== undefined && whyNoExternalAuth(externalAuth) === undefined ? externalAuth : undefined,
    accessList: accessList !== undefined && oddEntry(accessList) === undefined ? accessList : undefined,
    rateLimit: limited(policies),
  };
}

function limited({ rateLimit }: Policies): Policies['rateLimit'] {
  const limits = rateLimit === undefined ? [] : limitsPerAddress(rateLimit);
  return rateLimit === undefined || limits.length === 0 ? undefined : { ...rateLimit, limits };
}

/** Whether one of several guards is enough. */
function isEither({ anyGuardPasses, basicAuth, externalAuth, accessList }: Policies): boolean {
  const guards = [basicAuth, externalAuth, accessList].filter((guard) => guard !== undefined);
  return anyGuardPasses !== undefined && guards.length > 1;
}

/** The guards that are not kept, and why. */
export function missingGuards(policies: Policies, core: (policies: Policies) => Blocker[]): Blocker[] {
  const { basicAuth, externalAuth, accessList, rateLimit, ...others } = policies;
  const kept = keptGuards(policies);
  const found = core(others).map(ofListener);
  const either = isEither(policies);
  const add = (guard: Policies, words: Words | undefined): void => {
    for (const blocker of core(guard)) {
      if (either) found.push({ ...blocker, what: `${blocker.what}${ANY.what}`, next: ANY.next });
      else found.push({ ...blocker, ...words });
    }
  };
  if (basicAuth !== undefined && kept.basicAuth === undefined) add({ basicAuth }, whyNoBasicAuth(basicAuth));
  if (externalAuth !== undefined && kept.externalAuth === undefined)
    add({ externalAuth }, whyNoExternalAuth(externalAuth));
  if (accessList !== undefined && kept.accessList === undefined) add({ accessList }, whyNoList(accessList));
  for (const limit of rateLimit?.limits ?? []) {
    if (kept.rateLimit?.limits.includes(limit) === true || rateLimit === undefined) continue;
    const words = whyNoLimit(limit);
    const details = kept.rateLimit === undefined ? rateLimit.details : [];
    for (const blocker of core({ rateLimit: { limits: [limit], details } })) found.push({ ...blocker, ...words });
  }
  return found;
}

function whyNoList(list: NonNullable<Policies['accessList']>): Words | undefined {
  const odd = oddEntry(list);
  if (odd === undefined) return undefined;
  return { what: `an address list with ${odd}, which is no address or network`, next: 'Correct the entry.' };
}

function ofListener(blocker: Blocker): Blocker {
  if (blocker.code !== 'RS1713') return blocker;
  const next =
    'Give the host a Gateway or a port of its own, and a ClientTrafficPolicy with tls.clientValidation for its listener; then accept the key.';
  return { ...blocker, next };
}
