/** What a trial compares: a model, and the configuration that its controller would write. */
export interface Prepared<Configuration> {
  readonly model: { readonly configErrors: readonly string[]; readonly unmodelled: readonly string[] };
  readonly configuration: Configuration;
}

export type Loading<P> =
  | { readonly kind: 'agreed'; readonly refused: number; readonly unmodelled: number; readonly readable: readonly P[] }
  /** The server loads what the model says it refuses, or the other way round. */
  | { readonly kind: 'disagreed'; readonly about: P; readonly server: string; readonly model: unknown };

/**
 * Holds what the server refuses to load against what the model says of it, and gives those that can be asked something:
 * what loads, without those of which the model says that it does not evaluate them.
 */
export function loading<Configuration, P extends Prepared<Configuration>>(
  prepared: readonly P[],
  complaintAbout: (configurations: readonly Configuration[]) => string | undefined,
): Loading<P> {
  // One error stops the server for everybody, so those that the model finds faulty are tried alone.
  const faulty = prepared.filter(({ model }) => model.configErrors.length > 0);
  for (const about of faulty) {
    if (complaintAbout([about.configuration]) === undefined) {
      return { kind: 'disagreed', about, server: 'loads it', model: about.model.configErrors };
    }
  }
  const valid = prepared.filter(({ model }) => model.configErrors.length === 0);
  const readable = valid.filter(({ model }) => model.unmodelled.length === 0);
  if (complaintAbout(readable.map(({ configuration }) => configuration)) !== undefined) {
    for (const about of readable) {
      const server = complaintAbout([about.configuration]);
      if (server !== undefined) return { kind: 'disagreed', about, server, model: 'no configuration error' };
    }
  }
  return { kind: 'agreed', refused: faulty.length, unmodelled: valid.length - readable.length, readable };
}
