/** Why a finding does not count. It stays in every report, as suppressed. */
export interface Suppression {
  /** Where it was said: in the configuration, on the object itself, or by a baseline of earlier findings. */
  readonly kind: 'config' | 'object' | 'baseline';
  readonly reason: string;
  /** The last day on which it holds, as YYYY-MM-DD; absent: for ever. */
  readonly until?: string | undefined;
}
