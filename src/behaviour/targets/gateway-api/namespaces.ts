import type { ObjectSet } from './objects.js';
import { type Fields, fields, items, optionalFields, stringMap, text, texts } from './reading.js';

/** Whether a namespace is admitted by a `namespaces: {from, selector}` stanza. */
export type NamespaceTest = (namespace: string) => boolean;

/**
 * Reads `allowedRoutes.namespaces` or `allowedListeners.namespaces`.
 *
 * @param own the namespace that `Same` means
 * @param fallback what an absent `from` means: `Same` for routes, `None` for listeners
 */
export function namespaceTest(
  stanza: unknown,
  own: string,
  fallback: 'Same' | 'None',
  objects: ObjectSet,
): NamespaceTest {
  const given = fields(stanza);
  switch (text(given.from) ?? fallback) {
    case 'All':
      return () => true;
    case 'Same':
      return (namespace) => namespace === own;
    case 'Selector': {
      const selector = optionalFields(given.selector);
      if (selector === undefined) return () => false;
      return (namespace) => selects(selector, labelsOf(namespace, objects));
    }
    default:
      return () => false;
  }
}

function labelsOf(name: string, objects: ObjectSet): ReadonlyMap<string, string> {
  // A Namespace is cluster scoped; a manifest without namespace reads as one in "default".
  const object = objects.all('', 'Namespace').find((namespace) => namespace.name === name);
  // The API server sets this label on every namespace, whether the manifest has it or not.
  return new Map([...(object?.labels ?? []), ['kubernetes.io/metadata.name', name]]);
}

/** Label selectors as metav1.LabelSelector defines them: all requirements hold; an empty selector selects everything. */
function selects(selector: Fields, labels: ReadonlyMap<string, string>): boolean {
  for (const [key, value] of stringMap(selector.matchLabels)) if (labels.get(key) !== value) return false;
  return items(selector.matchExpressions).every((expression) => {
    const value = labels.get(text(expression.key) ?? '');
    const values = texts(expression.values);
    switch (text(expression.operator)) {
      case 'In':
        return value !== undefined && values.includes(value);
      case 'NotIn':
        return value === undefined || !values.includes(value);
      case 'Exists':
        return value !== undefined;
      case 'DoesNotExist':
        return value === undefined;
      default:
        return false;
    }
  });
}
