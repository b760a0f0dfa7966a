import { CONTROLLERS } from '../controllers.js';
import type { IngressClass } from '../kubernetes/companions.js';
import type { Ingress } from '../kubernetes/ingress.js';
import type { Inventory } from '../kubernetes/inventory.js';
import { keyOwners } from '../mappings/key-owners.js';
import { type RunOptions, SOURCES, type SourceName } from '../options.js';
import { CLASS_ANNOTATION } from '../sources/written-annotations.js';
import { otherController } from './other-controllers.js';

/**
 * How it is known who serves an Ingress. The first two are what a cluster does; the others are conclusions, the better ones
 * first.
 */
export type Basis =
  | 'class object'
  | 'default class'
  | 'customary name'
  | 'own annotations'
  | 'annotations of the class'
  | 'flag'
  | 'assumption';

/** Who serves an Ingress, or why nobody does who is known. */
export type Serving =
  | {
      readonly served: true;
      readonly controller: SourceName;
      readonly className: string | undefined;
      readonly basis: Basis;
      /** The controllers between which was decided. */
      readonly candidates: readonly SourceName[];
    }
  | {
      readonly served: false;
      readonly code: 'RS0201' | 'RS0202' | 'RS0210' | 'RS0211';
      readonly reason: string;
      readonly next: string;
    };

const READERS = SOURCES.filter((name) => CONTROLLERS[name].reads === 'Ingress');

/** What the names of controllers are between which nothing has decided yet. */
interface Choice {
  readonly candidates: readonly SourceName[];
  /** Whom to take where nothing else decides. */
  readonly otherwise: SourceName | undefined;
}

const ANYBODY: Choice = { candidates: READERS, otherwise: undefined };

/**
 * Decides for each Ingress which controller serves it: the class, by its IngressClass; where the input has none, by its
 * customary name; among several that use a name, by annotations. The order of the input has no say.
 */
export class Servers {
  readonly #options: RunOptions;
  readonly #classes = new Map<string, IngressClass[]>();
  readonly #defaults: readonly IngressClass[];
  /** Of the Ingresses of a class that name one candidate by their annotations: how many name which. */
  readonly #votes = new Map<string, Map<SourceName, number>>();

  constructor({ ingresses, ingressClasses }: Inventory, options: RunOptions) {
    this.#options = options;
    this.#defaults = ingressClasses.filter(({ isDefault }) => isDefault);
    for (const one of ingressClasses)
      this.#classes.set(one.meta.name, [...(this.#classes.get(one.meta.name) ?? []), one]);
    for (const ingress of ingresses) {
      const name = classNameOf(ingress);
      const signed = name === undefined ? undefined : signOf(ingress, this.#choiceOf(name).candidates);
      if (name === undefined || signed === undefined) continue;
      const votes = this.#votes.get(name) ?? new Map<SourceName, number>();
      votes.set(signed, (votes.get(signed) ?? 0) + 1);
      this.#votes.set(name, votes);
    }
  }

  of(ingress: Ingress): Serving {
    const className = classNameOf(ingress);
    return className === undefined ? this.#classless(ingress) : this.#ofClass(ingress, className);
  }

  #ofClass(ingress: Ingress, className: string): Serving {
    const wanted = this.#options.ingressClasses;
    if (wanted.length > 0 && !wanted.includes(className))
      return {
        served: false,
        code: 'RS0201',
        reason: `its class ${className} is not one of ${wanted.join(', ')}`,
        next: `Pass --ingress-class ${className} to convert it.`,
      };
    const objects = this.#classes.get(className) ?? [];
    const known = controllersOf(objects);
    const [only] = known;
    if (objects.length > 0 && only === undefined) return unknownController(`its class ${className}`, objects);
    if (only !== undefined && known.length === 1)
      return { served: true, controller: only, className, basis: 'class object', candidates: known };
    const other = objects.length === 0 ? otherController(className) : undefined;
    if (other !== undefined)
      return {
        served: false,
        code: 'RS0210',
        reason: `its class ${className} is, by custom, that of ${other}, whose Ingresses are not read`,
        next: 'Convert it with the tool for that controller; add the IngressClass to the input if it is another one.',
      };
    return this.#chosen(ingress, className, this.#choiceOf(className));
  }

  /** The controllers to which a class may belong. */
  #choiceOf(className: string): Choice {
    const known = controllersOf(this.#classes.get(className) ?? []);
    if (known.length > 0) return { candidates: known, otherwise: undefined };
    const customary = READERS.filter((name) => CONTROLLERS[name].customaryClass.test(className));
    return customary.length === 0 ? ANYBODY : { candidates: customary, otherwise: customary[0] };
  }

  #chosen(ingress: Ingress, className: string, { candidates, otherwise }: Choice): Serving {
    const served = (controller: SourceName, basis: Basis): Serving => ({
      served: true,
      controller,
      className,
      basis,
      candidates,
    });
    const [only] = candidates;
    if (only !== undefined && candidates.length === 1) return served(only, 'customary name');
    const signed = signOf(ingress, candidates);
    if (signed !== undefined) return served(signed, 'own annotations');
    const elected = winnerOf(this.#votes.get(className));
    if (elected !== undefined) return served(elected, 'annotations of the class');
    if (otherwise !== undefined) return served(otherwise, 'assumption');
    return {
      served: false,
      code: 'RS0211',
      reason: `nothing says which controller serves class ${className}: its IngressClass is not in the input, or several are, and no annotation tells`,
      next: `Add the IngressClass to the input, or convert with --from NAME --ingress-class ${className}.`,
    };
  }

  #classless(ingress: Ingress): Serving {
    const known = controllersOf(this.#defaults);
    const [only] = known;
    if (this.#defaults.length > 0 && only === undefined)
      return unknownController('it has no class, and the default class', this.#defaults);
    if (only !== undefined && known.length === 1)
      return { served: true, controller: only, className: undefined, basis: 'default class', candidates: known };
    const candidates = known.length > 0 ? known : READERS;
    const { watchIngressWithoutClass } = this.#options;
    const signed = watchIngressWithoutClass === false ? undefined : signOf(ingress, candidates);
    if (signed !== undefined)
      return { served: true, controller: signed, className: undefined, basis: 'own annotations', candidates };
    if (watchIngressWithoutClass === true)
      return { served: true, controller: 'ingress-nginx', className: undefined, basis: 'flag', candidates };
    return {
      served: false,
      code: 'RS0202',
      reason:
        'it has no class, the input has no default IngressClass, and no annotation says which controller serves it',
      next: 'Give it the class of its controller. Convert with --from openshift-ingress or --from haproxytech where one of these serves it: they take Ingresses without a class.',
    };
  }
}

/** The class by the field, or else by the annotation; an empty one is none. */
export function classNameOf({ className, meta }: Ingress): string | undefined {
  const name = className !== undefined && className !== '' ? className : meta.annotations[CLASS_ANNOTATION];
  return name === '' ? undefined : name;
}

/** The controller to which an IngressClass belongs, if it is a known one. */
export function controllerOf({ controller }: IngressClass): SourceName | undefined {
  return READERS.find((name) => CONTROLLERS[name].classController.test(controller));
}

function controllersOf(classes: readonly IngressClass[]): SourceName[] {
  const found = new Set(classes.map(controllerOf));
  return READERS.filter((name) => found.has(name));
}

/** The one candidate whose annotations an Ingress carries; undefined for none and for several. */
function signOf({ meta }: Ingress, candidates: readonly SourceName[]): SourceName | undefined {
  const found = new Set<SourceName>();
  for (const key of Object.keys(meta.annotations)) {
    const owners = keyOwners(key);
    const [owner, ...others] = candidates.filter((name) => owners.includes(CONTROLLERS[name].keyOwner));
    // A prefix that several read says nothing.
    if (owner !== undefined && others.length === 0) found.add(owner);
  }
  const [only, ...others] = found;
  return others.length === 0 ? only : undefined;
}

/** Who has more votes than every other; undefined where nobody has. */
function winnerOf(votes: ReadonlyMap<SourceName, number> | undefined): SourceName | undefined {
  const [first, second] = [...(votes ?? [])].sort(([, a], [, b]) => b - a);
  return first !== undefined && first[1] > (second?.[1] ?? 0) ? first[0] : undefined;
}

function unknownController(what: string, classes: readonly IngressClass[]): Serving {
  const names = [...new Set(classes.map(({ controller }) => controller))].sort().join(' and ');
  return {
    served: false,
    code: 'RS0210',
    reason: `${what} belongs to ${names}, a controller whose Ingresses are not read`,
    next: 'Convert it with the tool for that controller.',
  };
}
