import type { Inventory } from '../../kubernetes/inventory.js';
import { splitLabels } from '../../kubernetes/ownership-labels.js';
import { openFields, sayLabels } from '../ingress-fields.js';
import { identityOf } from '../served-ingress.js';
import { wordsOf } from '../target-words.js';
import { Annotations } from './annotations.js';
import type { Context } from './context.js';
import { sayClass, select } from './selection.js';
import { hasTlsHosts, type ServedIngress } from './served-ingress.js';

/** An Ingress with its annotations and fields; undefined for one that the controller does not serve. */
export function serve(
  ingress: Inventory['ingresses'][number],
  { ingressClasses }: Inventory,
  { ledger, options, settings, mapping }: Context,
): ServedIngress | undefined {
  const selection = select(ingress, ingressClasses, options);
  if (!selection.served) {
    const { code, reason, next } = selection;
    const message = `not converted: ${reason}`;
    ledger.say(ledger.openField(ingress.manifest, []), { verdict: 'redundant', code, message, next });
    return undefined;
  }
  const words = wordsOf(options.to);
  const annotations = new Annotations(ledger, ingress, 'Ingress', mapping, settings, hasTlsHosts(ingress), options);
  const fields = openFields(ingress, ledger);
  const labels = splitLabels(ingress.meta.labels);
  sayClass(ingress, ledger, selection, words);
  sayLabels(ingress, labels, ledger);
  return {
    ingress,
    annotations,
    ...identityOf(ingress, options, selection.className, labels.kept, annotations.carried),
    fields,
  };
}
