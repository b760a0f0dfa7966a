import type { Request } from '../behaviour/outcome.js';
import { printable } from './wording.js';

/** `GET https://shop.example.com/cart`, with its headers where it has any. */
export function requestText(request: Request): string {
  const headers = Object.entries(request.headers ?? {}).map(([name, value]) => `${name}: ${value}`);
  if (request.clientAddress !== undefined) headers.push(`from ${request.clientAddress}`);
  if (request.sni !== undefined) headers.push(`server name ${request.sni || '(none)'}`);
  const extra = headers.length === 0 ? '' : ` (${headers.join('; ')})`;
  return printable(`${request.method} ${request.scheme}://${request.host}${request.path}${extra}`);
}

/** A value of an outcome in few words. */
export function valueText(value: unknown): string {
  if (value === null || value === undefined) return 'none';
  if (typeof value === 'string' || typeof value === 'number') return printable(String(value));
  if (isShares(value)) return value.map(({ backend, weight }) => `${backend} ${percent(weight)}`).join(', ');
  return printable(JSON.stringify(value));
}

function isShares(value: unknown): value is readonly { readonly backend: string; readonly weight: number }[] {
  return Array.isArray(value) && value.length > 0 && value.every((entry) => entry?.weight !== undefined);
}

/** A share of 1 as a percentage without needless digits. */
export function percent(share: number): string {
  return `${Number((share * 100).toFixed(2))} %`;
}
