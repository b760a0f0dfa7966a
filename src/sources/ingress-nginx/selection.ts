import type { IngressClass } from '../../kubernetes/companions.js';
import type { Ingress } from '../../kubernetes/ingress.js';
import type { Inventory } from '../../kubernetes/inventory.js';
import { ingressNginx } from '../../mappings/ingress-nginx.js';
import type { ConvertOptions } from '../../options.js';
import type { Settings } from '../settings.js';
import { CLASS_ANNOTATION } from '../written-annotations.js';

const CONTROLLER = 'k8s.io/ingress-nginx';

/** Whether the controller serves an Ingress, and why. */
export type Selection =
  | { readonly served: true; readonly className: string; readonly reason: string; readonly assumed: boolean }
  | {
      readonly served: false;
      readonly code: 'RS0201' | 'RS0202' | 'RS0205';
      readonly reason: string;
      readonly next: string;
    };

/**
 * The class decision of the controller (semantics §2, internal/ingress/controller/store/store.go): the field decides
 * alone if it is there, then the annotation, then --watch-ingress-without-class. What the cluster would know and the
 * input does not (IngressClass objects, flags) is taken from the options.
 */
export function select(
  ingress: Ingress,
  classes: ReadonlyMap<string, IngressClass>,
  options: ConvertOptions,
  settings: Settings,
  prefix: string,
): Selection {
  const byClass = selectByClass(ingress, classes, options, prefix);
  if (!byClass.served) return byClass;
  // internal/ingress/controller/store/store.go: the flag looks at nothing but the field, host rules go along.
  if (options.disableCatchAll === true && ingress.defaultBackend !== undefined) {
    const field = ingress.legacy ? 'spec.backend' : 'spec.defaultBackend';
    return {
      served: false,
      code: 'RS0205',
      reason: `the controller runs with --disable-catch-all and so ignores every Ingress that has ${field}, all of its rules included`,
      next:
        ingress.rules.length === 0
          ? 'Remove the Ingress: the controller serves nothing of it.'
          : `Remove ${field} and convert again, if the rules are meant to be served.`,
    };
  }
  const forbidden = forbiddenText(ingress);
  if (forbidden !== undefined) {
    return {
      served: false,
      code: 'RS0205',
      reason: `the controller drops it: ${forbidden} is refused wherever it appears in hosts, paths and secret names (--deep-inspect)`,
      next: 'Correct the value.',
    };
  }
  const word = blockedWord(ingress, settings, prefix);
  if (word !== undefined) {
    return {
      served: false,
      code: 'RS0205',
      reason: `the controller drops it: annotation ${word} holds a word of annotation-value-word-blocklist`,
      next: 'Correct the value or the list.',
    };
  }
  return byClass;
}

/** Whether the controller takes an Ingress by its class, whatever else it holds against it. */
export function takesClass(ingress: Ingress, { ingressClasses }: Inventory, options: ConvertOptions): boolean {
  const classes = new Map(ingressClasses.map((one) => [one.meta.name, one]));
  return selectByClass(ingress, classes, options, options.annotationPrefix ?? ingressNginx.prefix).served;
}

function selectByClass(
  ingress: Ingress,
  classes: ReadonlyMap<string, IngressClass>,
  options: ConvertOptions,
  prefix: string,
): Selection {
  const wanted = options.ingressClasses.length === 0 ? ['nginx'] : options.ingressClasses;
  const anyName = options.ingressClasses.length === 0;
  const field = ingress.className;
  if (field !== undefined) {
    const object = classes.get(field);
    if (object !== undefined && object.controller !== CONTROLLER) {
      return notServed('RS0201', `its class ${field} belongs to the controller ${object.controller}`);
    }
    // The name of a class means nothing to the controller, only spec.controller does.
    if (wanted.includes(field) || (object !== undefined && anyName)) {
      return { served: true, className: field, reason: `class ${field}`, assumed: object === undefined };
    }
    return notServed(
      'RS0201',
      `its class ${field} is not one of ${wanted.join(', ')}`,
      `Pass --ingress-class ${field} to convert it.`,
    );
  }
  const annotation = ingress.meta.annotations[CLASS_ANNOTATION];
  if (annotation !== undefined && annotation !== '') {
    if (wanted.includes(annotation))
      return { served: true, className: annotation, reason: `class annotation ${annotation}`, assumed: false };
    return notServed(
      'RS0201',
      `its class annotation says ${annotation}, which is no class of this controller (${wanted.join(', ')})`,
      `Pass --ingress-class ${annotation} to convert it.`,
    );
  }
  return selectClassless(ingress, classes, options, prefix, wanted[0] ?? 'nginx');
}

function selectClassless(
  ingress: Ingress,
  classes: ReadonlyMap<string, IngressClass>,
  options: ConvertOptions,
  prefix: string,
  className: string,
): Selection {
  if (options.watchIngressWithoutClass === true) {
    return {
      served: true,
      className,
      reason: 'it has no class and --watch-ingress-without-class is on',
      assumed: false,
    };
  }
  // The API server writes the default class into an Ingress when it is created; the controller itself never looks at it.
  const byDefault = [...classes.values()]
    .filter((c) => c.isDefault)
    .sort((a, b) => (a.meta.name < b.meta.name ? -1 : 1))[0];
  if (byDefault !== undefined) {
    if (byDefault.controller === CONTROLLER) {
      const name = byDefault.meta.name;
      return {
        served: true,
        className: name,
        reason: `it has no class and ${name} is the default IngressClass`,
        assumed: true,
      };
    }
    return notServed(
      'RS0201',
      `it has no class, and the default IngressClass ${byDefault.meta.name} belongs to ${byDefault.controller}`,
    );
  }
  const carries = Object.keys(ingress.meta.annotations).some((key) => key.startsWith(`${prefix}/`));
  if (options.watchIngressWithoutClass === undefined && carries) {
    return { served: true, className, reason: `it has no class but carries ${prefix} annotations`, assumed: true };
  }
  return {
    served: false,
    code: 'RS0202',
    reason:
      'it has no class, and the controller ignores such objects unless it runs with --watch-ingress-without-class',
    next: 'Pass --watch-ingress-without-class if your controller does, or give the object its class.',
  };
}

function notServed(code: 'RS0201', reason: string, next = 'Nothing to do if another controller serves it.'): Selection {
  return { served: false, code, reason, next };
}

/** internal/ingress/inspector/rules.go: what deep inspection refuses. */
const FORBIDDEN =
  /\/etc\/(?:passwd|shadow|group|nginx|ingress-controller)|\/var\/run\/secrets|alias\s+[^;]*;|root\s+[^;]*;|_by_lua/i;

/** Hosts are not looked at: none that the API server takes can hold any of it. */
function forbiddenText(ingress: Ingress): string | undefined {
  for (const tls of ingress.tls) {
    const found = forbiddenIn(tls?.secretName);
    if (found !== undefined) return found;
  }
  for (const rule of ingress.rules) {
    for (const path of rule?.paths ?? []) {
      const found = forbiddenIn(path?.path);
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

/** `root ;` is the shortest of what is refused. */
const SHORTEST_FORBIDDEN = 6;

/** Each of what is refused holds a slash, a space or an underscore, and most names hold none of them. */
function forbiddenIn(text: string | undefined): string | undefined {
  if (text === undefined || text.length < SHORTEST_FORBIDDEN) return undefined;
  const found = /[/\s_]/.test(text) ? FORBIDDEN.exec(text) : null;
  return found === null ? undefined : `"${found[0]}"`;
}

function blockedWord(ingress: Ingress, settings: Settings, prefix: string): string | undefined {
  const words = settings.list('annotation-value-word-blocklist', []);
  if (words.length === 0) return undefined;
  for (const [key, value] of Object.entries(ingress.meta.annotations)) {
    if (key.startsWith(`${prefix}/`) && words.some((word) => value.includes(word))) return key;
  }
  return undefined;
}
