import type { Ingress } from '../../kubernetes/ingress.js';
import type { Ledger } from '../../ledger/ledger.js';
import type { TargetWords } from '../target-words.js';
import { CLASS_ANNOTATION } from '../written-annotations.js';
import type { Selection } from './selection.js';

/**
 * Says what decided that the controller serves the object.
 *
 * @param rejected the controller serves its class but does not accept the object
 */
export function sayClass(
  ingress: Ingress,
  ledger: Ledger,
  selection: Selection & { readonly served: true },
  rejected: boolean,
  { ofClass }: TargetWords,
): void {
  const { manifest, className } = ingress;
  const annotation = ingress.meta.annotations[CLASS_ANNOTATION];
  const verdict = rejected ? 'redundant' : 'converted';
  if (className !== undefined) {
    const message = selection.assumed
      ? `class ${className} is taken for an ingress-nginx class: its IngressClass is not in the input`
      : `class ${className} ${ofClass}`;
    const item = ledger.openField(manifest, ['spec', 'ingressClassName'], className);
    ledger.say(item, { verdict, code: 'RS0208', message });
  }
  if (annotation !== undefined) {
    const item = ledger.openAnnotation(manifest, CLASS_ANNOTATION, annotation);
    const decides = className === undefined && annotation !== '';
    const message = decides ? `class ${annotation} ${ofClass}` : 'the field spec.ingressClassName wins';
    ledger.say(item, { verdict: decides ? verdict : 'redundant', code: 'RS0208', message });
  }
  if (!rejected && className === undefined && (annotation === undefined || annotation === '')) {
    ledger.say(ledger.openField(manifest, []), {
      verdict: 'converted',
      code: 'RS0203',
      severity: selection.assumed ? 'warning' : 'info',
      message: `converted although ${selection.reason}`,
      next: selection.assumed
        ? 'Set spec.ingressClassName if an ingress-nginx serves it; remove it otherwise.'
        : undefined,
    });
  }
}
