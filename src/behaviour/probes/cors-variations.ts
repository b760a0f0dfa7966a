import type { Variation } from './host-subjects.js';

const stranger = 'https://stranger.example';

/**
 * Requests that tell CORS policies apart: an allowed origin and its neighbours (other scheme, other port, longer at either
 * end), a foreign one, preflights, and OPTIONS requests that are no preflight.
 *
 * @param allowed origins as configured: `*`, `https://a.example`, `https://*.a.example:8443`
 */
export function corsVariations(allowed: readonly string[]): readonly Variation[] {
  const origins = [...new Set(allowed)].sort().map((origin) => origin.replace('*', 'probe'));
  const example = origins.find((origin) => origin.includes('://')) ?? stranger;
  const variations: Variation[] = [
    asking(example, 'Origin allowed'),
    asking(stranger, 'Origin not allowed'),
    preflight(example, 'preflight, Origin allowed'),
    preflight(stranger, 'preflight, Origin not allowed'),
    { why: 'OPTIONS without Origin', method: 'OPTIONS' },
    { why: 'OPTIONS that is no preflight', method: 'OPTIONS', headers: { Origin: example } },
  ];
  for (const origin of origins) {
    if (!origin.includes('://')) continue;
    variations.push(asking(origin, 'Origin allowed'));
    for (const near of neighbours(origin)) variations.push(asking(near, 'Origin nearly allowed'));
  }
  return variations;
}

function asking(origin: string, why: string): Variation {
  return { why: `${why}: ${origin}`, headers: { Origin: origin } };
}

function preflight(origin: string, why: string): Variation {
  return {
    why: `${why}: ${origin}`,
    method: 'OPTIONS',
    headers: {
      Origin: origin,
      'Access-Control-Request-Method': 'PUT',
      'Access-Control-Request-Headers': 'x-probe',
    },
  };
}

function neighbours(origin: string): readonly string[] {
  const [, scheme = '', host = '', port = ''] = /^(\w+):\/\/([^:/]*)(:\d+)?/.exec(origin) ?? [];
  return [
    `${scheme === 'https' ? 'http' : 'https'}://${host}${port}`,
    `${scheme}://${host}${port === '' ? ':8443' : ''}`,
    `${scheme}://${host}.stranger.example${port}`,
    `${scheme}://${host.startsWith('probe.') ? host.slice('probe.'.length) : `x${host}`}${port}`,
  ];
}
