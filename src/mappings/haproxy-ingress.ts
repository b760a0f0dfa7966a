import read from '../../mappings/haproxy-ingress.yaml';
import type { Mapping } from './mapping.js';
import { indexLater, type MappingIndex } from './mapping-index.js';

/**
 * The annotations of HAProxy Ingress, which it reads under two prefixes, on Ingresses and on Services. test/mappings puts the
 * file through `checkMapping`.
 */
export const haproxyIngress: MappingIndex = indexLater(() => read() as Mapping);
