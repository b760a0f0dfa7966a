import type { TargetName } from '../options.js';

/** What an Ingress is told in the words of the API that it is converted to. */
export interface TargetWords {
  /** What the class of an Ingress comes to, as a clause. */
  readonly ofClass: string;
  /** What is there before anything else is asked where no rule takes a request, as a clause. */
  readonly unmatched: string;
  readonly settings: string;
  /** What is refused when the certificate of a Secret is unusable. */
  readonly user: string;
  readonly mirrors: string;
}

const WORDS: Readonly<Record<TargetName, TargetWords>> = {
  'gateway-api': {
    ofClass: 'decides which Gateway serves the routes',
    unmatched: 'the gateway answers 404',
    settings: 'Configure it at the gateway if it is still wanted.',
    user: 'the listener',
    mirrors: 'Gateway API mirrors to Services only',
  },
  'openshift-route': {
    ofClass: 'is served by the controller; Routes have no class, and routers choose them by labels and namespaces',
    unmatched: 'the router answers 503',
    settings: 'Configure it on the IngressController if it is still wanted.',
    user: 'the Route',
    mirrors: 'Routes copy no requests at all',
  },
};

export function wordsOf(target: TargetName): TargetWords {
  return WORDS[target];
}
