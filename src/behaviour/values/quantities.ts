const factors: ReadonlyMap<string, number> = new Map([
  ['', 1],
  ['k', 1e3],
  ['M', 1e6],
  ['G', 1e9],
  ['T', 1e12],
  ['Ki', 2 ** 10],
  ['Mi', 2 ** 20],
  ['Gi', 2 ** 30],
  ['Ti', 2 ** 40],
]);

/** Bytes of a Kubernetes Quantity (`8Mi` is 8 · 2^20, `8M` is 8 · 10^6), rounded up as Quantity.Value() does; undefined if it is none. */
export function quantityBytes(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? Math.ceil(value) : undefined;
  const parts = typeof value === 'string' ? /^([0-9]+(?:\.[0-9]*)?)([A-Za-z]*)$/.exec(value) : null;
  const factor = factors.get(parts?.[2] ?? '');
  return parts === null || factor === undefined ? undefined : Math.ceil(Number(parts[1]) * factor);
}
