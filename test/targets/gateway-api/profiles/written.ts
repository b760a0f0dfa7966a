import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Conversion, KubernetesObject } from '../../../../src/conversion.js';
import type { Item } from '../../../../src/ledger/verdict.js';
import type { ConvertOptions } from '../../../../src/options.js';
import type { ProfileChoice } from '../../../../src/profile.js';
import { annotationItem, convertObjects, ingressesWith } from '../../../mappings/sample-ingress.js';

/** What a profile makes of one Ingress with annotations. */
export class Written {
  readonly conversion: Conversion;

  constructor(
    profile: ProfileChoice,
    annotations: Readonly<Record<string, string>>,
    { path, tls, objects = [], config, options = {} }: WrittenChanges = {},
  ) {
    const ingresses = ingressesWith(annotations, { path, tls });
    const further: Partial<ConvertOptions> = { ...options, profile };
    this.conversion = convertObjects(
      [...ingresses, ...objects],
      'standard',
      config,
      options.accept,
      'gateway-api',
      further,
    );
  }

  /** The `spec` of every object of a kind, in the order of their names. */
  specs(kind: string): unknown[] {
    return this.#of(kind).map(({ spec }) => spec);
  }

  /** The kinds of extension filters and other filters of the first rule, in their order. */
  filters(): string[] {
    const [rule] = this.rules();
    return (rule?.filters ?? []).map(({ type, extensionRef }) => extensionRef?.name ?? type);
  }

  rules(): { readonly filters?: readonly WrittenFilter[]; readonly [field: string]: unknown }[] {
    return this.#of('HTTPRoute').flatMap(({ spec }) => (spec as { rules?: [] }).rules ?? []);
  }

  item(key: string): Item {
    return annotationItem(this.conversion, key);
  }

  #of(kind: string): KubernetesObject[] {
    return this.conversion.emitted.map(({ object }) => object).filter((object) => object.kind === kind);
  }
}

export interface WrittenChanges {
  readonly path?: string;
  readonly tls?: boolean;
  readonly objects?: readonly unknown[];
  readonly config?: Readonly<Record<string, string>>;
  readonly options?: Partial<ConvertOptions>;
}

interface WrittenFilter {
  readonly type: string;
  readonly extensionRef?: { readonly name: string };
}

/** The CRDs of an implementation, which lie beside the repository; undefined in a clone on its own. */
export function crdsOf(folder: string): string | undefined {
  const dir = fileURLToPath(new URL(`../../../../../shared/crds/${folder}`, import.meta.url));
  return existsSync(dir) ? dir : undefined;
}
