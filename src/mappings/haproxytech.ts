import read from '../../mappings/haproxytech.yaml';
import type { Mapping } from './mapping.js';
import { indexLater, type MappingIndex } from './mapping-index.js';

/**
 * The annotations and ConfigMap keys of HAProxy Technologies' ingress controller. test/mappings puts the file through
 * `checkMapping`.
 */
export const haproxytech: MappingIndex = indexLater(() => read() as Mapping);
