import type { OriginatedRoute } from '../../../model/originated-route.js';
import type { Affinity } from '../../../model/policies.js';
import type { RouterAnnotations } from '../router-annotations.js';

const OFF = 'haproxy.router.openshift.io/disable_cookies';
const NAME = 'router.openshift.io/cookie_name';
const SAME_SITE = 'router.openshift.io/cookie-same-site';

/** The cookie that keeps a client on one pod: there unless it is switched off (reference §2.4). */
export function readAffinity(annotations: RouterAnnotations, { route }: OriginatedRoute): Affinity | undefined {
  const isPassthrough = route.tls?.termination === 'passthrough';
  const isOff = annotations.isOn(OFF);
  if (isPassthrough || isOff) {
    const why = isPassthrough ? 'a passthrough Route has no cookies' : 'disable_cookies switches the cookie off';
    for (const key of [NAME, SAME_SITE] as const) annotations.idle(key, why);
    if (isPassthrough) annotations.idle(OFF, why);
    else
      annotations.say(OFF, {
        verdict: 'redundant',
        code: 'RS2136',
        message: 'no session affinity is asked for, which is what a gateway does by default',
      });
    return undefined;
  }
  if (annotations.isBoolean(OFF)) annotations.idle(OFF, 'false is the default');
  const name = annotations.text(NAME);
  const isName = name !== undefined && /^[a-zA-Z0-9_-]+$/.test(name.value);
  if (name !== undefined && !isName)
    annotations.invalid(NAME, 'is no cookie name, so the router chooses one', 'Use letters, digits, - and _ only.');
  readSameSite(annotations, route.tls !== undefined && route.tls.insecure !== 'Allow');
  const { meta } = route;
  // The router's own name is a hash; the values of its cookies mean nothing to a gateway anyway.
  const own = `route-${meta.namespace ?? 'default'}-${meta.name}`.replace(/[^a-zA-Z0-9_-]/g, '-');
  return { cookie: isName ? name : { value: own, from: [] }, details: sameSiteDetails(annotations) };
}

const SAME_SITES: ReadonlySet<string> = new Set(['Lax', 'Strict', 'None']);

function readSameSite(annotations: RouterAnnotations, isSecure: boolean): void {
  const written = annotations.text(SAME_SITE);
  if (written === undefined) return;
  if (!SAME_SITES.has(written.value))
    annotations.invalid(SAME_SITE, 'is none of Lax, Strict and None, so None acts', 'Correct the spelling.');
  else if (!isSecure)
    annotations.idle(SAME_SITE, 'acts on TLS Routes only, and not where insecureEdgeTerminationPolicy is Allow');
}

/** The attribute has no field of its own; where it is valid it goes with the cookie. */
function sameSiteDetails(annotations: RouterAnnotations): number[] {
  const written = annotations.text(SAME_SITE);
  return written !== undefined && SAME_SITES.has(written.value) ? annotations.itemsOf(SAME_SITE) : [];
}
