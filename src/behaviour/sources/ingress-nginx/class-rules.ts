import { objectAt, stringAt } from '../../values/plain-object.js';
import type { SourceIngress } from './ingress-objects.js';
import type { IngressNginxInput } from './input.js';
import type { Settings } from './settings.js';

const defaultController = 'k8s.io/ingress-nginx';
export const defaultPrefix = 'nginx.ingress.kubernetes.io';

/** Texts that deep inspection refuses (internal/ingress/inspector/rules.go). */
const forbidden: readonly RegExp[] = [
  /alias[\s\S]*;/,
  /root[\s\S]*;/,
  /\/etc\/(passwd|shadow|group|nginx|ingress-controller)/,
  /\/var\/run\/secrets/,
  /_by_lua/,
];

/**
 * Decides at the door whether an Ingress is read at all (reference §2). The returned function gives the reason for which
 * one is dropped, or undefined.
 */
export function selection(
  input: IngressNginxInput,
  settings: Settings,
): (ingress: SourceIngress) => string | undefined {
  const flags = input.flags ?? {};
  const ingressClass = flags.ingressClass ?? 'nginx';
  const controller = flags.controllerClass ?? defaultController;
  const prefix = flags.annotationsPrefix ?? defaultPrefix;
  const served = new Set<string>();
  if (input.ingressClasses === undefined) served.add(ingressClass);
  for (const candidate of input.ingressClasses ?? []) {
    const name = stringAt(objectAt(candidate, 'metadata'), 'name');
    if (name === undefined) continue;
    const own = stringAt(objectAt(candidate, 'spec'), 'controller') === controller;
    if (own || (flags.ingressClassByName === true && name === ingressClass)) served.add(name);
  }

  const classReason = (ingress: SourceIngress): string | undefined => {
    if (ingress.className !== undefined) {
      return served.has(ingress.className) ? undefined : `class ${ingress.className} is not served by this controller`;
    }
    const annotation = ingress.annotations.get('kubernetes.io/ingress.class');
    if (annotation !== undefined) {
      return annotation === ingressClass ? undefined : `class annotation ${annotation} is not ${ingressClass}`;
    }
    return flags.watchIngressWithoutClass === true ? undefined : 'no class';
  };

  return (ingress) => {
    const reason = classReason(ingress);
    if (reason !== undefined) return reason;
    if ((flags.watchNamespace ?? '') !== '' && flags.watchNamespace !== ingress.namespace)
      return 'namespace not watched';
    if (flags.disableCatchAll === true && ingress.hasDefaultBackend)
      return 'spec.defaultBackend with --disable-catch-all';
    if (
      flags.deepInspect !== false &&
      inspectedTexts(ingress).some((text) => forbidden.some((bad) => bad.test(text)))
    ) {
      return 'deep inspection found a forbidden text';
    }
    for (const [name, value] of ingress.annotations) {
      if (!name.startsWith(`${prefix}/`)) continue;
      const word = settings.wordBlocklist.find((blocked) => value.includes(blocked));
      if (word !== undefined) return `annotation ${name} contains the blocked word ${word}`;
    }
    return undefined;
  };
}

function inspectedTexts(ingress: SourceIngress): string[] {
  return [
    ...ingress.rules.flatMap((rule) => [rule.host, ...(rule.paths ?? []).map((path) => path.path)]),
    ...ingress.tls.flatMap((entry) => [entry.secretName, ...entry.hosts]),
  ];
}
