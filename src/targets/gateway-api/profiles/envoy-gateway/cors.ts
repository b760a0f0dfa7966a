import type { Cors } from '../../../../model/policies.js';
import { corsFilter } from '../../cors.js';
import type { Features } from '../../features.js';
import { formatDuration } from '../../proxying.js';
import type { PolicyClaim } from '../policy-draft.js';
import { NO_PART, type Part } from './parts.js';

/** Releases whose Gateway API has no CORS filter in its standard channel. */
export function isWithoutCorsFilter(version: string): boolean {
  return version === '1.6' || version === '1.7';
}

/** CORS as a SecurityPolicy: the fields of the filter, with a duration for the age (implementation-policies.md §2.2, cors). */
export function corsPart(cors: Cors, features: Features): Part {
  const { filter, claims } = corsFilter(cors, { ...features, cors: true }, 'spec');
  if (filter?.type !== 'CORS') return { ...NO_PART, lost: claims };
  const { maxAge, ...fields } = filter.cors;
  const said = claims.map(({ items, remark, at }): PolicyClaim => {
    const message = remark.message.replace(/\b(CORS )?filter\b/g, 'SecurityPolicy');
    return { items, remark: { ...remark, message }, at: at === undefined || at === 'spec' ? 'spec.cors' : at };
  });
  return { spec: { cors: { ...fields, maxAge: formatDuration(maxAge ?? 5) } }, claims: said };
}
