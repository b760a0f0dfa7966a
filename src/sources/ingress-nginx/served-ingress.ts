import type { Served } from '../served-ingress.js';
import type { Annotations } from './annotations.js';

export type ServedIngress = Served<Annotations>;
