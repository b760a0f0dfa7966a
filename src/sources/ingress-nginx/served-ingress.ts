import type { Served } from '../served-ingress.js';
import type { Annotations } from './annotations.js';

export interface ServedIngress extends Served<Annotations> {
  /** Whether it asks to be a canary. Every pass over all Ingresses wants to know. */
  readonly isCanary: boolean;
}
