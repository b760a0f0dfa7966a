import type { ConvertOptions, SourceName } from './options.js';
import { versionOf } from './profile.js';
import type { Understand } from './sources/understanding.js';
import type {
  Implementation,
  ImplementationOptions,
  Implementations,
} from './targets/gateway-api/profiles/implementation.js';
import type { compileOpenshiftRoute } from './targets/openshift-route/compile.js';
import type { writeRoutes } from './targets/openshift-route/write-routes.js';

/**
 * What a conversion can read and write besides what every conversion does. A program that loads code only where it is used
 * has what its options ask for (`loadRepertoire`), the library has everything.
 */
export interface Repertoire {
  readonly sources: Readonly<Partial<Record<SourceName, Understand>>>;
  readonly routes?: RouteTarget | undefined;
  readonly implementations: Partial<Implementations>;
}

/** How OpenShift Routes are written: of the traffic model, and of Routes. */
export interface RouteTarget {
  readonly compile: typeof compileOpenshiftRoute;
  readonly write: typeof writeRoutes;
}

/** The reader of a controller. Throws where it was not loaded, which is a mistake of the program. */
export function readerOf(from: SourceName, { sources }: Repertoire): Understand {
  const understand = sources[from];
  if (understand === undefined) throw new Error(`the reader of ${from} was not loaded`);
  return understand;
}

/** The writer of Routes. Throws where it was not loaded. */
export function routeTargetOf({ routes }: Repertoire): RouteTarget {
  if (routes === undefined) throw new Error('the writer of Routes was not loaded');
  return routes;
}

/** The implementation that the options name; undefined for none in particular. Throws where it was not loaded. */
export function implementationOf(
  options: Pick<ConvertOptions, 'profile'> & ImplementationOptions,
  { implementations }: Repertoire,
): Implementation | undefined {
  const { profile } = options;
  if (profile === undefined || profile.name === 'standard') return undefined;
  const implementationAt = implementations[profile.name];
  if (implementationAt === undefined) throw new Error(`the implementation ${profile.name} was not loaded`);
  return implementationAt(versionOf(profile), options);
}
