import type { CatalogueEntry } from './entry.js';

/** RS02: which objects are served. */
export const objects = {
  RS0201: {
    title: 'An Ingress of another class',
    severity: 'info',
    why: "The controller serves an Ingress only if its class is the controller's. The field spec.ingressClassName decides alone when it is there.",
    fix: 'Pass --ingress-class NAME if it should be converted.',
  },
  RS0202: {
    title: 'An Ingress without a class',
    severity: 'warning',
    why: 'ingress-nginx ignores objects without a class unless it runs with --watch-ingress-without-class.',
    fix: 'Give the object a class, or pass --watch-ingress-without-class.',
  },
  RS0203: {
    title: 'An Ingress without a class was converted',
    severity: 'warning',
    why: 'It carries annotations of the controller, or a default class or flag says that it is served.',
    fix: 'Set spec.ingressClassName.',
  },
  RS0204: {
    title: 'The controller does not accept the Ingress',
    severity: 'error',
    why: 'One annotation with a forbidden value or risk makes the controller refuse the whole object: it serves none of its rules.',
    fix: 'Correct the annotation named in the finding.',
  },
  RS0205: {
    title: 'The controller drops the Ingress',
    severity: 'warning',
    why: 'Deep inspection, the word blocklist or --disable-catch-all refuses the object at the door.',
    fix: 'Correct what the finding names.',
  },
  RS0207: {
    title: 'A permission was assumed',
    severity: 'info',
    why: "The controller's built-in settings would refuse what the manifests plainly use, so the real controller must have been configured to allow it.",
    fix: 'Pass --controller-config FILE to follow the real settings.',
  },
  RS0208: {
    title: 'The class',
    severity: 'info',
    why: 'The class decides which controller serves an Ingress and which Gateway its routes attach to.',
    fix: 'Nothing to do.',
  },
  RS0210: {
    title: 'An Ingress of a controller that is not read',
    severity: 'warning',
    why: 'Its class belongs to a controller whose annotations and rules this program does not know.',
    fix: 'Convert it with the tool for that controller.',
  },
  RS0211: {
    title: 'An Ingress of which nothing says who serves it',
    severity: 'warning',
    why: 'Neither an IngressClass of the input nor the name of the class nor an annotation tells the controller.',
    fix: 'Add the IngressClass to the input, or name the controller with --from.',
  },
  RS0212: {
    title: 'The controller of a class was concluded',
    severity: 'info',
    why: 'The IngressClass, which would say whose class it is, is not in the input. Another controller reads the same Ingress otherwise.',
    fix: 'Add the IngressClass to the input, or name the controller with --from.',
  },
  RS0213: {
    title: 'A host of two controllers',
    severity: 'error',
    why: 'Each controller had an address of its own, and DNS decided which of them was asked. After the conversion there is one address for both, and rules of the one would take requests that the other guards.',
    fix: 'Give the host to one of them.',
  },
  RS0214: {
    title: 'A host below a wildcard host of another controller',
    severity: 'warning',
    why: 'Each controller had an address of its own. With one address for both, what the narrower host does not serve may go to the wider one.',
    fix: 'Check what is served under the wider host.',
  },
  RS0215: {
    title: 'Two controllers, one policy for the connections to a Service',
    severity: 'warning',
    why: 'A BackendTLSPolicy holds for a Service, whichever Gateway connects to it; each controller decided for itself.',
    fix: 'Give one of them a Service of its own.',
  },
  RS0209: {
    title: 'Labels that claim ownership',
    severity: 'info',
    why: 'Helm, Argo CD, Flux and others mark by labels what they own. On objects that they did not write, they refuse to install, or prune them. Argo CD may also be set to track by app.kubernetes.io/instance, which describes the application and is kept.',
    fix: 'Nothing to do: the tool writes them once the new objects are part of what it applies.',
  },
} as const satisfies Record<string, CatalogueEntry>;
