import type { ForwardedPolicy } from '../../../kubernetes/ingress-controller.js';
import type { RouterAnnotations, RouterKey } from '../router-annotations.js';
import { durationOf } from './timeouts.js';

/** Annotations of which nothing in Gateway API is left but a word: what they do, and which values the router takes. */
interface Tuning {
  readonly key: RouterKey;
  readonly accepts: (value: string) => boolean;
  /** What is lost. */
  readonly message: string;
  readonly next: string;
  /** What acts in place of a value that the router does not take. */
  readonly otherwise: string;
  /** Acts on requests, which a passthrough hides. */
  readonly needsRequests?: boolean;
}

const TUNINGS: readonly Tuning[] = [
  {
    key: 'haproxy.router.openshift.io/balance',
    accepts: (value) => /^(?:roundrobin|leastconn|source|random)$/.test(value),
    message: 'how requests are spread over the pods is up to the implementation',
    next: 'Use the load balancing policy of your implementation.',
    otherwise: 'random acts, source for passthrough, roundrobin for weighted backends',
  },
  {
    key: 'haproxy.router.openshift.io/pod-concurrent-connections',
    accepts: (value) => /^[+-]?\d+$/.test(value),
    message: 'Gateway API does not limit the connections to a pod; the router queues those above the limit',
    next: 'Use a connection limit of your implementation if the pods depend on it.',
    otherwise: 'nothing is limited',
  },
  {
    key: 'haproxy.router.openshift.io/set-forwarded-headers',
    accepts: (value) => /^(?:append|replace|if-none|never)$/.test(value),
    message: 'X-Forwarded-* and Forwarded are up to the implementation, for a whole Gateway at a time',
    next: 'Check which of these headers the application trusts, and what your implementation does with those of clients.',
    otherwise: 'the setting of the IngressController acts',
    needsRequests: true,
  },
  {
    key: 'haproxy.router.openshift.io/h1-adjust-case',
    accepts: (value) => /^(?:1|t|T|TRUE|true|True)$/.test(value),
    message: 'the letter case of header names cannot be adjusted for one route',
    next: 'Test an application that depends on it; some implementations can preserve the case for a whole Gateway.',
    otherwise: 'header names stay as they are',
    needsRequests: true,
  },
  {
    key: 'router.openshift.io/haproxy.health.check.interval',
    accepts: (value) => durationOf(value) !== undefined,
    message: 'gateways rely on the readiness of pods; Gateway API has no health checks',
    next: 'Check the readiness probe of the pods.',
    otherwise: '5 s acts',
  },
];

/** The policies of an IngressController in the words of the annotation. */
const WORDS: Readonly<Record<ForwardedPolicy, string>> = {
  Append: 'append',
  Replace: 'replace',
  IfNone: 'if-none',
  Never: 'never',
};

/** Says what becomes of the annotations that tune the router, and of those that mean nothing to it. */
export function sayTuning(
  annotations: RouterAnnotations,
  isPassthrough: boolean,
  forwardedPolicy: ForwardedPolicy = 'Append',
): void {
  for (const { key, accepts, message, next, otherwise: acts, needsRequests } of TUNINGS) {
    const otherwise = key.endsWith('set-forwarded-headers') ? `${acts} (${WORDS[forwardedPolicy]})` : acts;
    const written = annotations.text(key);
    if (written === undefined) continue;
    if (isPassthrough && needsRequests === true)
      annotations.idle(key, 'requests of a passthrough Route are not seen by the router');
    else if (accepts(written.value)) annotations.say(key, { verdict: 'unsupported', code: 'RS2132', message, next });
    else if (key.endsWith('h1-adjust-case')) annotations.idle(key, `is not on: ${otherwise}`);
    else annotations.invalid(key, `is not a value that the router takes: ${otherwise}`, 'Correct or remove it.');
  }
  annotations.idle('router.openshift.io/pool-size', 'is for blueprint Routes of the router only');
  annotations.idle(
    'route.openshift.io/allow-non-dns-compliant-host',
    'is for the API server; the router refuses such a host all the same',
  );
}
