import { answerKind, compareOutcomes, type OutcomeDifference } from '../behaviour/compare.js';
import type { Outcome, Request } from '../behaviour/outcome.js';
import type { Conversion } from '../conversion.js';
import type { Manifest } from '../kubernetes/object.js';
import type { ConvertOptions } from '../options.js';
import type { DataPlane } from './data-plane.js';
import { explanations } from './explanations.js';
import { type Finding, FindingIndex } from './findings.js';
import { ASSUMED_CERTIFICATE } from './gateway-api-side.js';
import { InvolvedOwners } from './involved-owners.js';
import type { Situation } from './situation.js';
import { sourcePlane } from './source-plane.js';
import { targetPlane } from './target-plane.js';
import type { Difference, Trace } from './verification.js';

const DEFAULT_PREFIX = 'nginx.ingress.kubernetes.io';

/** Which side of a request is asked. */
export type Side = 'source' | 'target' | 'both';

/** Both data planes of a conversion, ready for requests. */
export class Replay {
  readonly source: DataPlane;
  readonly target: DataPlane;
  /** The raw objects that configure the hosts before the conversion. */
  readonly objects: readonly unknown[];
  readonly #findings: FindingIndex;
  readonly #involved: InvolvedOwners;

  /** @param emitted what the target serves, where that is more than what this conversion emitted */
  constructor(
    manifests: readonly Manifest[],
    conversion: Conversion,
    options: ConvertOptions,
    emitted = conversion.emitted,
  ) {
    const { plane, objects } = sourcePlane(manifests, conversion, options);
    this.source = plane;
    this.objects = objects;
    this.target = targetPlane(manifests, emitted, options);
    this.#findings = new FindingIndex(conversion, options.namespace ?? 'default');
    this.#involved = new InvolvedOwners(objects, options.annotationPrefix ?? DEFAULT_PREFIX);
  }

  /** Whether objects of the source name a host, or serve it as they serve any. */
  serves(host: string): 'by name' | 'as any' | undefined {
    if (this.#involved.name(host)) return 'by name';
    // A counterpart with www. is a name of its own unless the controller redirects it.
    const probe: Request = { scheme: 'http', host, method: 'GET', path: '/' };
    if (this.#involved.naming(host).size > 0 && answerKind(this.source.answer(probe)) === 'redirect') return 'by name';
    return this.#involved.of(host).size > 0 ? 'as any' : undefined;
  }

  /** Asks both sides, or one, what becomes of a request. */
  trace(request: Request, side: Side = 'both'): Trace {
    const source = side === 'target' ? undefined : this.source.answer(request);
    const target = side === 'source' ? undefined : this.target.answer(request);
    const differences = source === undefined || target === undefined ? [] : this.#compare(request, source);
    const nearest = {
      source: source === undefined ? [] : this.source.nearest(request),
      target: target === undefined ? [] : this.target.nearest(request),
    };
    return { request, source, target, agree: differences.length === 0, differences, nearest };
  }

  /** In what the two sides treat a request differently. */
  differences(request: Request): Difference[] {
    return this.#compare(request, this.source.answer(request));
  }

  /** The differences to every outcome that implementations may have; those that all of them have come first. */
  #compare(request: Request, source: Outcome): Difference[] {
    const permitted = this.target.permitted(request);
    const found = new Map<string, { readonly difference: Difference; times: number }>();
    for (const [index, target] of permitted.entries()) {
      for (const difference of compareOutcomes(request, source, target)) {
        if (isOfAssumedGateway(difference)) continue;
        const key = JSON.stringify([difference.field, difference.source, difference.target]);
        const known = found.get(key);
        if (known !== undefined) {
          known.times++;
          continue;
        }
        const situation = { request, source, target, difference, usual: index === 0 };
        const codes = this.#codesFor(situation);
        found.set(key, { times: 1, difference: { request, ...difference, codes, always: true } });
      }
    }
    const all = [...found.values()].map(({ difference, times }) => ({
      ...difference,
      always: times === permitted.length,
    }));
    return all.sort((a, b) => Number(b.always) - Number(a.always));
  }

  /** The findings that say of a difference that it is there, whether the models show it or the wire. */
  findingsOn(situation: Situation): readonly Finding[] {
    return explanations(situation, this.findingsAbout(situation.request, situation.source));
  }

  /** The findings about whatever has a say in a request, and those about the whole controller. */
  findingsAbout(request: Request, source: Outcome): readonly Finding[] {
    const owners = new Set(this.#involved.of(request.host));
    const deciding = /^(?:Ingress|Route) \S+/.exec(source.rule)?.[0];
    if (deciding !== undefined) owners.add(deciding);
    for (const { backend } of source.backends) for (const key of this.#involved.towards(backend)) owners.add(key);
    return this.#findings.about(owners);
  }

  #codesFor(situation: Situation): readonly string[] {
    const codes = this.findingsOn(situation).map(({ code }) => code);
    return codes.length === 0 ? ['RS9001'] : [...new Set(codes)].sort();
  }
}

function isOfAssumedGateway({ field, target }: OutcomeDifference): boolean {
  return field === 'certificate' && typeof target === 'string' && target.endsWith(`/${ASSUMED_CERTIFICATE}`);
}
