import read from '../../mappings/nginx-inc.yaml';
import type { Mapping } from './mapping.js';
import { indexLater, type MappingIndex } from './mapping-index.js';

/**
 * The annotations of F5's NGINX Ingress Controller. Keys are whole names, since those under nginx.org and nginx.com are
 * different ones. test/mappings puts the file through `checkMapping`.
 */
export const nginxInc: MappingIndex = indexLater(() => read() as Mapping);
