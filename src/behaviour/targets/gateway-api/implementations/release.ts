/** A release as somebody names it, such as `1.9` or `v1.9.2`; the newest that is known when absent. */
export type Release = string | undefined;

/** Whether a release comes before another, by major and minor number. */
export function isBefore(release: Release, [major, minor]: readonly [number, number]): boolean {
  const [, first, second] = /^v?(\d+)\.(\d+)/.exec(release ?? '') ?? [];
  if (first === undefined || second === undefined) return false;
  return Number(first) < major || (Number(first) === major && Number(second) < minor);
}
