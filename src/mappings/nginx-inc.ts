import content from '../../mappings/nginx-inc.yaml';
import type { Mapping } from './mapping.js';
import { indexMapping, type MappingIndex } from './mapping-index.js';

/**
 * The annotations of F5's NGINX Ingress Controller. Keys are whole names, since those under nginx.org and nginx.com are
 * different ones. test/mappings puts the file through `checkMapping`.
 */
export const nginxInc: MappingIndex = indexMapping(content as Mapping);
