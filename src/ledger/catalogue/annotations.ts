import type { CatalogueEntry } from './entry.js';

/** RS03: annotations in general. */
export const annotations = {
  RS0301: {
    title: 'An unknown annotation',
    severity: 'warning',
    why: 'The controller reads only the keys it knows; a misspelt one has no effect and no warning.',
    fix: 'Correct the key if another was meant; otherwise remove it.',
  },
  RS0302: {
    title: 'An annotation of an old release',
    severity: 'info',
    why: "The key once meant something; today's controller no longer reads it.",
    fix: 'Remove it, or use its successor.',
  },
  RS0303: {
    title: 'An annotation of another tool',
    severity: 'info',
    why: 'Other tools read annotations of Ingresses too. They are listed so that nothing is forgotten.',
    fix: 'Move it by hand where the finding says so.',
  },
  RS0304: {
    title: 'An invalid value that the controller ignores',
    severity: 'warning',
    why: 'The controller falls back to its default, which is what was converted.',
    fix: 'Remove the annotation, or write the value that was meant.',
  },
  RS0305: {
    title: 'An invalid value that closes the paths',
    severity: 'error',
    why: 'The controller answers 503 (or 403 on the host) on every path of the Ingress. They stay closed.',
    fix: 'Correct the value.',
  },
  RS0306: {
    title: 'An invalid value that voids the Ingress',
    severity: 'error',
    why: 'The controller does not store the object at all.',
    fix: 'Correct the value.',
  },
  RS0307: {
    title: 'A group of annotations is ignored',
    severity: 'warning',
    why: 'Annotations that one parser reads are dropped together when one of them is invalid.',
    fix: 'Correct the value that is to blame.',
  },
  RS0308: {
    title: 'Asks for what happens anyway',
    severity: 'info',
    why: 'The value equals the default, on both sides.',
    fix: 'Nothing to do.',
  },
  RS0309: {
    title: 'Does nothing alone',
    severity: 'info',
    why: 'The annotation only tunes another one, which is not set.',
    fix: 'Remove it, or set the other.',
  },
  RS0310: {
    title: 'An older name that is not read',
    severity: 'info',
    why: 'Both names of one setting are present; the newer one wins and they are never merged.',
    fix: 'Remove the older name.',
  },
  RS0311: {
    title: 'An empty value',
    severity: 'info',
    why: 'An empty value counts as absent.',
    fix: 'Remove the annotation.',
  },
  RS0312: {
    title: 'Ignored on a canary',
    severity: 'info',
    why: 'A canary Ingress contributes a backend and its selection; the main Ingress decides everything else.',
    fix: 'Remove it from the canary.',
  },
  RS0313: {
    title: 'Another Ingress decides',
    severity: 'warning',
    why: 'A setting of the whole host is taken from one Ingress only.',
    fix: 'Keep it in one Ingress.',
  },
  RS0314: {
    title: 'Has no effect',
    severity: 'info',
    why: 'No path of this Ingress is served, or another Ingress sets what this one sets for the whole host or Service.',
    fix: 'Remove it.',
  },
  RS0316: {
    title: 'Set aside by another setting',
    severity: 'info',
    why: 'Another annotation or setting wins over this one.',
    fix: 'Remove it.',
  },
  RS0317: {
    title: 'A field that Ingresses do not have',
    severity: 'warning',
    why: 'The API server drops fields it does not know.',
    fix: 'Remove the field or correct its name.',
  },
  RS0318: {
    title: 'A setting of the controller',
    severity: 'info',
    why: "The controller's configuration was taken into account.",
    fix: 'Nothing to do.',
  },
  RS0319: {
    title: 'A setting of the whole controller is not carried over',
    severity: 'warning',
    why: 'It acts on every host at once, and belongs into the configuration of the gateway.',
    fix: 'Configure it at the gateway.',
  },
  RS0320: {
    title: 'No equivalent',
    severity: 'warning',
    why: 'The target has no field for it.',
    fix: 'Use what the finding names.',
  },
  RS0321: {
    title: 'Expressible by hand',
    severity: 'warning',
    why: 'The target can do it, but only in a way that cannot be derived from the annotation.',
    fix: 'Do by hand what the finding names.',
  },
  RS0322: {
    title: 'Nothing to convert',
    severity: 'info',
    why: 'The target already behaves so, or the annotation had no effect.',
    fix: 'Nothing to do.',
  },
  RS0323: { title: 'Converted', severity: 'info', why: 'The target does the same.', fix: 'Nothing to do.' },
  RS0324: {
    title: 'Converted, with a difference',
    severity: 'info',
    why: 'The target does something close.',
    fix: 'See the finding for how it differs.',
  },
  RS0325: {
    title: 'An object that is not converted',
    severity: 'warning',
    why: 'The object is known but no part of this conversion.',
    fix: 'Convert it with the tool for its controller.',
  },
} as const satisfies Record<string, CatalogueEntry>;
