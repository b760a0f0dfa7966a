import { parseClusterUrl } from '../../../kubernetes/cluster-url.js';
import type { HeaderValue, Mirror } from '../../../model/policies.js';
import type { Traced } from '../../../model/traced.js';
import { wordsOf } from '../../target-words.js';
import type { Annotations } from '../annotations.js';
import type { Context } from '../context.js';
import type { ServedIngress } from '../served-ingress.js';
import { splitName } from './authentication.js';

/** What the parser lets pass (internal/ingress/annotations/customheaders/main.go). */
const HEADER_NAME = /^[a-zA-Z\d\-_]+$/;
const HEADER_VALUE = /^[a-zA-Z\d_ :;.,\\/"'?!(){}[\]@<>=\-+*#$&`|~^%]+$/;

/**
 * custom-headers: response headers from a ConfigMap, each of which the administrator must have allowed
 * (internal/ingress/annotations/customheaders/main.go; semantics §20).
 */
export function readCustomHeaders(served: ServedIngress, context: Context): readonly Traced<HeaderValue>[] | undefined {
  const { annotations } = served;
  const reference = annotations.text('custom-headers');
  if (reference === undefined) return undefined;
  const { namespace, name } = splitName(reference.value.replaceAll(' ', ''));
  const configMap = namespace === undefined ? undefined : context.configMapOf(namespace, name);
  if (namespace === undefined) {
    annotations.deny(reference.from[0] ?? 0, 'custom-headers must be written namespace/name');
    return undefined;
  }
  if (configMap === undefined) {
    context.ledger.sayAll(reference.from, {
      verdict: 'manual',
      code: 'RS1402',
      message: `the headers are in ConfigMap ${reference.value}, which is not in the input`,
      next: 'Add the ConfigMap to the input, or write a ResponseHeaderModifier filter by hand.',
    });
    return undefined;
  }
  const wrong = Object.entries(configMap.data).find(
    ([key, value]) => !HEADER_NAME.test(key) || !HEADER_VALUE.test(value),
  );
  if (wrong !== undefined) {
    annotations.deny(
      reference.from[0] ?? 0,
      `name or value of ${JSON.stringify(wrong[0])} in ConfigMap ${name} has a forbidden character`,
    );
    return undefined;
  }
  const allowed = context.settings.list('global-allowed-response-headers', []);
  if (!context.settings.given) context.settings.item('global-allowed-response-headers', 'assumed: these headers');
  // Without a configuration, what is plainly in use is assumed to be allowed; asking for the item makes that be said.
  if (!context.settings.given) context.settings.item('global-allowed-response-headers', 'assumed: as used');
  const refused = context.settings.given
    ? Object.keys(configMap.data).find((key) => !allowed.includes(key))
    : undefined;
  if (refused !== undefined) {
    annotations.deny(reference.from[0] ?? 0, `header ${refused} is not in global-allowed-response-headers`);
    return undefined;
  }
  return Object.keys(configMap.data)
    .sort()
    .map((key) => ({ value: { name: key, value: configMap.data[key] ?? '' }, from: reference.from }));
}

const ABSOLUTE_URL = /^[a-z][a-z0-9+.-]*:\/\/[^/?]+/i;
const DUPLICATES =
  'the controller then sends a second copy of each request to the / of the same host, which nothing on the target repeats';
const NOTHING_MIRRORED = 'does nothing where no request is mirrored: what became of mirror-target is said there';

function withBody(annotations: Annotations): NonNullable<Mirror['tuning']>['withBody'] {
  const written = annotations.text('mirror-request-body');
  return written === undefined ? undefined : { value: written.value !== 'off', from: written.from };
}

/** mirror-target, where it is a Service of the cluster (semantics §20). */
export function readMirror(served: ServedIngress, context: Context): Traced<Mirror> | undefined {
  const { annotations } = served;
  const target = annotations.text('mirror-target');
  if (target === undefined) return undefined;
  annotations.leaveToMapping('mirror-host');
  if (!ABSOLUTE_URL.test(target.value.split('$', 1)[0] ?? '') && !annotations.has('mirror-host')) {
    // The location of the mirror is left out, the directive that refers to it is not (template.go buildMirrorLocations).
    context.ledger.sayAll(target.from, {
      verdict: 'invalid',
      code: 'RS0304',
      message: `the value is not an absolute URL; ${DUPLICATES}`,
      next: 'Remove the annotation, or write http://name.namespace.svc:port$request_uri.',
    });
    annotations.drop('mirror-request-body', 'RS0309', NOTHING_MIRRORED);
    return undefined;
  }
  const found = parseClusterUrl(target.value.replace('$request_uri', ''));
  if (found === undefined || found.scheme !== 'http') {
    context.ledger.sayAll(target.from, {
      verdict: 'unsupported',
      code: 'RS1603',
      message: `the mirror is not a Service of this cluster that is called over plain http; ${wordsOf(context.options.to).mirrors}`,
      next: 'Put a Service in front of the mirror (http://name.namespace.svc) and convert again.',
    });
    annotations.drop('mirror-request-body', 'RS0309', NOTHING_MIRRORED);
    return undefined;
  }
  annotations.leaveToMapping('mirror-request-body');
  if (!target.value.includes('$request_uri')) {
    context.ledger.sayAll(target.from, {
      verdict: 'approximated',
      code: 'RS1601',
      message: `copies now carry the path of the request; before, they all went to ${found.path === '/' ? 'an internal path (/_mirror-…)' : found.path}`,
      next: 'Check that the mirror copes with the paths of the original requests.',
    });
  }
  return {
    value: {
      namespace: found.namespace,
      service: found.service,
      port: found.port,
      tuning: { host: annotations.text('mirror-host'), withBody: withBody(annotations) },
    },
    from: target.from,
  };
}
