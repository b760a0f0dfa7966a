import type { Values } from './annotations.js';

export interface Cors {
  readonly origins: readonly string[];
  readonly originPatterns: readonly string[];
  readonly methods: string;
  readonly headers: string;
  readonly credentials: boolean;
  readonly exposed: string;
  readonly maxAge: number;
}

export function readCors(values: Values): Cors | undefined {
  if (!values.get('cors-enable').isTrue) return undefined;
  const patterns = values.get('cors-allow-origin-regex').text;
  const origins = values.get('cors-allow-origin').text;
  return {
    origins: origins.split(','),
    originPatterns: patterns === '' ? [] : patterns.split(' '),
    methods: values.get('cors-allow-methods').text,
    headers: values.get('cors-allow-headers').text,
    credentials: values.get('cors-allow-credentials').isTrue,
    exposed: values.get('cors-expose-headers').text,
    maxAge: values.get('cors-max-age').integer,
  };
}
