import type { Balancing } from '../../../model/policies.js';
import type { Annotations } from '../annotations.js';

/** Keys that balance the endpoints of a backend; what a target cannot do with them stands in the mapping. */
const BALANCING = [
  'load-balance',
  'upstream-hash-by',
  'upstream-hash-by-subset',
  'upstream-hash-by-subset-size',
] as const;

/** How endpoints are chosen (rootfs/etc/nginx/lua/balancer.lua get_implementation: a hash wins over the algorithm). */
export function readBalancing(annotations: Annotations): Balancing | undefined {
  for (const key of BALANCING) annotations.leaveToMapping(key);
  const algorithm = annotations.text('load-balance');
  const hashed = annotations.text('upstream-hash-by');
  if (algorithm === undefined && hashed === undefined) return undefined;
  return {
    algorithm:
      algorithm === undefined
        ? undefined
        : { value: algorithm.value === 'ewma' ? 'least-loaded' : 'round-robin', from: algorithm.from },
    hashBy:
      hashed === undefined
        ? undefined
        : { value: { key: hashed.value, isClientAddress: CLIENT_ADDRESS.test(hashed.value) }, from: hashed.from },
    subset: hashed === undefined ? undefined : readSubset(annotations),
  };
}

/** How many endpoints a key chooses among, three unless told (internal/ingress/annotations/upstreamhashby). */
function readSubset(annotations: Annotations): Balancing['subset'] {
  const subset = annotations.bool('upstream-hash-by-subset');
  if (subset?.value !== true) return undefined;
  const size = annotations.integer('upstream-hash-by-subset-size');
  return { value: size?.value ?? 3, from: [...subset.from, ...(size?.from ?? [])] };
}

const CLIENT_ADDRESS = /^\$(?:\{(?:binary_)?remote_addr\}|(?:binary_)?remote_addr)$/;
