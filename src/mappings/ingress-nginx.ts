import read from '../../mappings/ingress-nginx.yaml';
import type { Mapping } from './mapping.js';
import { indexLater, type MappingIndex } from './mapping-index.js';

/**
 * The annotations of ingress-nginx. The file comes with the program and test/mappings puts it through `checkMapping`,
 * so that no start of the program has to.
 */
export const ingressNginx: MappingIndex = indexLater(() => read() as Mapping);
