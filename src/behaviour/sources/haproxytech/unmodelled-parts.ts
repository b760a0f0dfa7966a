import { listAt, objectAt, stringMapAt } from '../../values/plain-object.js';
import { type Annotations, bareAnnotations } from './annotation-layers.js';
import type { StoredIngress } from './ingress-objects.js';
import type { HaproxytechInput } from './input.js';
import type { Remarks } from './rule-reading.js';

const ofConfigMap = [
  'global-config-snippet',
  'frontend-config-snippet',
  'backend-config-snippet',
  'cr-global',
  'cr-defaults',
  'cr-frontend-http',
  'cr-frontend-https',
  'generate-certificates-signer',
];

/** Names text that becomes configuration as it is, and sections that come from elsewhere (reference §2.8). */
export function snippetRemarks(
  { services, flags }: HaproxytechInput,
  config: Annotations,
  ingresses: readonly StoredIngress[],
  remarks: Remarks,
): void {
  const disabled = flags?.disableConfigSnippets === true;
  for (const name of ofConfigMap) {
    const ignored = disabled && name.endsWith('-snippet');
    if ((config.get(name) ?? '') !== '' && !ignored) remarks.unmodelled.push(`ConfigMap: ${name}`);
  }
  const named = (subject: string, annotations: Annotations): void => {
    for (const [name, value] of annotations) {
      const isCustom = name.startsWith('backend.') || name.startsWith('frontend.');
      if (isCustom || (name === 'backend-config-snippet' && value !== '' && !disabled)) {
        remarks.unmodelled.push(`${subject}: ${name}`);
      }
    }
  };
  for (const { key, annotations } of ingresses) named(`Ingress ${key}`, annotations);
  for (const service of listAt({ services }, 'services')) {
    const metadata = objectAt(service, 'metadata');
    const annotations = bareAnnotations(stringMapAt(metadata, 'annotations'));
    named(`Service ${String(metadata?.namespace ?? 'default')}/${String(metadata?.name ?? '')}`, annotations);
  }
}
