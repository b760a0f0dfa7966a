import type { Ingress } from '../../kubernetes/ingress.js';
import type { FieldPath } from '../../kubernetes/object.js';
import type { FindingCode } from '../../ledger/catalogue.js';
import type { Ledger } from '../../ledger/ledger.js';
import type { Remark } from '../../ledger/verdict.js';
import type { TargetWords } from '../target-words.js';
import { CLASS_ANNOTATION } from '../written-annotations.js';
import type { Selection } from './selection.js';

const CLASS_FIELD: FieldPath = ['spec', 'ingressClassName'];

/** Says of each Ingress what decided that the controller serves it. */
export class ClassSayer {
  readonly #ledger: Ledger;
  readonly #words: TargetWords;
  /** By class: thousands of Ingresses have the same. */
  readonly #served = new Map<string, Remark & { readonly code: FindingCode }>();

  constructor(ledger: Ledger, words: TargetWords) {
    this.#ledger = ledger;
    this.#words = words;
  }

  /** @param rejected the controller serves its class but does not accept the object */
  say(ingress: Ingress, selection: Selection & { readonly served: true }, rejected: boolean): void {
    const { manifest, className } = ingress;
    const ledger = this.#ledger;
    const annotation = ingress.meta.annotations[CLASS_ANNOTATION];
    if (className !== undefined) {
      const remark = this.#ofField(className, selection.assumed);
      const item = ledger.openField(manifest, CLASS_FIELD, className);
      ledger.say(item, rejected ? { ...remark, verdict: 'redundant' } : remark);
    }
    if (annotation !== undefined) {
      const item = ledger.openAnnotation(manifest, CLASS_ANNOTATION, annotation);
      const decides = className === undefined && annotation !== '';
      const message = decides ? `class ${annotation} ${this.#words.ofClass}` : 'the field spec.ingressClassName wins';
      ledger.say(item, { verdict: decides && !rejected ? 'converted' : 'redundant', code: 'RS0208', message });
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

  /** @param assumed whether its IngressClass is not in the input, which is the same for all of the class */
  #ofField(className: string, assumed: boolean): Remark & { readonly code: FindingCode } {
    let remark = this.#served.get(className);
    if (remark === undefined) {
      const message = assumed
        ? `class ${className} is taken for an ingress-nginx class: its IngressClass is not in the input`
        : `class ${className} ${this.#words.ofClass}`;
      remark = { verdict: 'converted', code: 'RS0208', message };
      this.#served.set(className, remark);
    }
    return remark;
  }
}
