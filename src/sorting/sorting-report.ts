import { CONTROLLERS } from '../controllers.js';
import type { Ingress } from '../kubernetes/ingress.js';
import { formatRef } from '../kubernetes/object.js';
import type { Ledger } from '../ledger/ledger.js';
import type { Severity } from '../ledger/verdict.js';
import { titleOf } from '../mappings/key-owners.js';
import type { SourceName } from '../options.js';
import type { Basis, Serving } from './serving.js';
import type { SortedInput } from './shares.js';

type Served = Serving & { readonly served: true };

/** What reports call a controller. */
export function nameOf(controller: SourceName): string {
  return titleOf(CONTROLLERS[controller].keyOwner);
}

/** Says of Ingresses that nobody converts why, and of each class on what its controller was concluded from. */
export function saySorting({ servings }: SortedInput, ledger: Ledger): void {
  const groups = new Map<string, { readonly serving: Served; readonly ingresses: Ingress[] }>();
  for (const { ingress, serving } of servings) {
    if (!serving.served) {
      ledger.say(ledger.openField(ingress.manifest, []), {
        verdict: serving.code === 'RS0210' || serving.code === 'RS0211' ? 'manual' : 'redundant',
        code: serving.code,
        message: `not converted: ${serving.reason}`,
        next: serving.next,
      });
      continue;
    }
    const key = JSON.stringify([serving.className ?? null, serving.controller, serving.basis]);
    const known = groups.get(key);
    if (known === undefined) groups.set(key, { serving, ingresses: [ingress] });
    else known.ingresses.push(ingress);
  }
  for (const { serving, ingresses } of groups.values()) sayConclusion(serving, ingresses, ledger);
}

/** The place of what is concluded for a whole class: no line of the input says it. */
const PLACE = { file: '(controllers)', line: 1, column: 1 };

function sayConclusion(serving: Served, ingresses: readonly Ingress[], ledger: Ledger): void {
  const { controller, className, basis } = serving;
  const why = reasonFor(serving);
  const severity = severityOf(basis, className);
  if (why === undefined || severity === undefined) return;
  const subject = className === undefined ? 'without a class' : `class ${className}`;
  const which = `${listed(ingresses)} ${ingresses.length === 1 ? 'is' : 'are'} taken for`;
  ledger.say(ledger.openElsewhere(PLACE, subject, undefined, controller), {
    verdict: 'converted',
    code: 'RS0212',
    severity,
    message: `${subject}: ${which} ${ingresses.length === 1 ? 'an Ingress' : 'Ingresses'} of ${nameOf(controller)}, ${why}`,
    next: nextFor(serving),
  });
}

function severityOf(basis: Basis, className: string | undefined): Severity | undefined {
  switch (basis) {
    case 'class object':
    case 'default class':
      return undefined;
    case 'customary name':
      return 'info';
    case 'own annotations':
      return className === undefined ? 'warning' : 'info';
    case 'annotations of the class':
    case 'assumption':
    case 'flag':
      return 'warning';
  }
}

function reasonFor({ basis, controller, candidates }: Served): string | undefined {
  const others = candidates.filter((name) => name !== controller).map(nameOf);
  switch (basis) {
    case 'class object':
    case 'default class':
      return undefined;
    case 'customary name':
      return 'which alone calls its classes so; the IngressClass is not in the input';
    case 'own annotations':
      return 'whose annotations stand there';
    case 'annotations of the class':
      return 'whose annotations stand on other Ingresses of the class, and more often than those of others';
    case 'flag':
      return 'because of --watch-ingress-without-class';
    case 'assumption':
      return `although ${others.join(' and ')} may call its class so as well, and neither an IngressClass nor an annotation tells${ASSUMED[controller] ?? ''}`;
  }
}

/** Why, of the controllers that use a name, this one. */
const ASSUMED: Readonly<Partial<Record<SourceName, string>>> = {
  'ingress-nginx': '; it is the one that is met most',
  'haproxy-ingress': '; it is the one that has the name built in and needs no IngressClass',
};

function nextFor({ controller, className, candidates }: Served): string {
  const others = candidates.filter((name) => name !== controller);
  const another = others.length === 1 ? others[0] : 'NAME';
  if (className === undefined)
    return `Give each the class of its controller, or convert them with --from ${another} where another one serves them.`;
  return `Add the IngressClass ${className} to the input; or, where it is not so, convert with --from ${another} --ingress-class ${className}.`;
}

/** `Ingress shop/web and 3 others`. */
function listed(ingresses: readonly Ingress[]): string {
  const [first, ...others] = ingresses;
  if (first === undefined) return 'nothing';
  const name = formatRef(first.manifest.ref);
  return others.length === 0 ? name : `${name} and ${others.length === 1 ? 'one other' : `${others.length} others`}`;
}
