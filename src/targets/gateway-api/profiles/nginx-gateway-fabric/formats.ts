/** Of times and sizes, the CRDs take four digits and one unit. */
const MOST = 9999;

const TIMES = [
  ['h', 3600],
  ['m', 60],
] as const;

const SIZES = [
  ['', 1],
  ['k', 1024],
  ['m', 1024 ** 2],
  ['g', 1024 ** 3],
] as const;

/** Seconds as `^[0-9]{1,4}(ms|s|m|h)?$`; undefined for what does not fit. */
export function nginxTime(seconds: number): string | undefined {
  if (!Number.isFinite(seconds) || seconds < 0) return undefined;
  if (!Number.isInteger(seconds)) {
    const milliseconds = Math.round(seconds * 1000);
    return milliseconds <= MOST ? `${milliseconds}ms` : undefined;
  }
  return seconds <= MOST ? `${seconds}s` : inUnits(seconds, TIMES);
}

/** Bytes as `^\d{1,4}(k|m|g)?$`, with powers of 1024 as nginx has them; undefined for what does not fit. */
export function nginxSize(bytes: number): string | undefined {
  if (!Number.isInteger(bytes) || bytes < 0) return undefined;
  const [unit, factor] = SIZES.findLast(([, size]) => bytes >= size && bytes % size === 0) ?? ['', 1];
  const count = bytes / factor;
  return count <= MOST ? `${count}${unit}` : inUnits(bytes, SIZES);
}

function inUnits(value: number, units: readonly (readonly [string, number])[]): string | undefined {
  const found = units.find(([, factor]) => value % factor === 0 && value / factor <= MOST);
  return found === undefined ? undefined : `${value / found[1]}${found[0]}`;
}
