import content from '../../mappings/ingress-nginx.yaml';
import type { Mapping } from './mapping.js';
import { indexMapping, type MappingIndex } from './mapping-index.js';

/**
 * The annotations of ingress-nginx. The file comes with the program and test/mappings puts it through `checkMapping`,
 * so that no start of the program has to.
 */
export const ingressNginx: MappingIndex = indexMapping(content as Mapping);
