import type { Conversion } from '../../src/conversion.js';
import type { Item } from '../../src/ledger/verdict.js';
import { type Case, fileOf } from './arbitraries.js';
import type { Draft } from './arbitrary-ingress.js';

/** Codes that say of an Ingress as a whole that nothing of it was converted. */
const NOT_CONVERTED = new Set(['RS0201', 'RS0202', 'RS0204', 'RS0205', 'RS2140']);

/** The annotations and fields of Ingresses about which not exactly one verdict was given. */
export function notClosedOnce({ objects }: Case, { items }: Conversion): string[] {
  return objects.flatMap((object, index) => {
    if (object.kind !== 'Ingress') return [];
    const file = fileOf(index);
    const mine = items.filter((item) => item.source.file === file);
    // One sentence about the whole is enough; it may also be said of every part.
    const enough = mine.some(
      (item) => item.field === '' && (NOT_CONVERTED.has(item.code) || item.code === 'RS0108' || item.code === 'RS0107'),
    );
    const counts = [
      ...annotationKeys(object).map((key) => annotationCount(key, mine)),
      ...fieldsOf(object).map((field) => fieldCount(field, mine)),
    ];
    return counts
      .filter(({ count }) => (enough ? count > 1 : count !== 1))
      .map(({ what, count }) => `${file} ${what}: ${count} verdicts`);
  });
}

interface Count {
  readonly what: string;
  readonly count: number;
}

function annotationKeys(object: Draft): string[] {
  const { annotations } = object.metadata as { annotations?: object };
  return Object.keys(annotations ?? {});
}

function annotationCount(key: string, items: readonly Item[]): Count {
  return {
    what: key,
    count: items.filter((item) => item.annotation === key && item.field === 'metadata.annotations').length,
  };
}

function fieldsOf({ spec }: Draft): string[] {
  const { ingressClassName, defaultBackend, tls, rules } = spec as {
    ingressClassName?: unknown;
    defaultBackend?: unknown;
    tls?: readonly unknown[];
    rules?: readonly { host?: unknown; http?: { paths: readonly unknown[] } }[];
  };
  return [
    ...(ingressClassName === undefined ? [] : ['spec.ingressClassName']),
    ...(defaultBackend === undefined ? [] : ['spec.defaultBackend']),
    ...(tls ?? []).map((_, i) => `spec.tls[${i}]`),
    ...(rules ?? []).flatMap((rule, i) => [
      rule.host === undefined || rule.host === '' ? `spec.rules[${i}]` : `spec.rules[${i}].host`,
      ...(rule.http?.paths ?? []).map((_, j) => `spec.rules[${i}].http.paths[${j}]`),
    ]),
  ];
}

/** A field that the API server refuses has its own finding, at the part of it (or the whole around it) that is wrong. */
function fieldCount(field: string, items: readonly Item[]): Count {
  const count = items.filter((item) => item.field === field && item.annotation === undefined).length;
  const refused = items.some(
    (item) =>
      item.code === 'RS0108' &&
      (covers(item.field, field) || covers(field, item.field) || covers(item.field, `${field}.host`)),
  );
  const refusedHost = /^spec\.rules\[\d+\]/.exec(field)?.[0];
  const unread =
    refusedHost !== undefined && items.some((item) => item.code === 'RS0108' && item.field === `${refusedHost}.host`);
  return { what: field, count: count === 0 && (refused || unread) ? 1 : count };
}

function covers(outer: string, inner: string): boolean {
  return inner === outer || inner.startsWith(`${outer}.`) || inner.startsWith(`${outer}[`);
}
