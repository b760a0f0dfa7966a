import type { Conversion, KubernetesObject } from '../conversion.js';
import type { FieldPath } from '../kubernetes/object.js';
import { catalogue } from '../ledger/catalogue.js';
import type { Item } from '../ledger/verdict.js';
import { withItems } from '../suppressions/with-items.js';
import type { ConversionSettings, GatewayContent } from './content.js';
import type { Config } from './read-config.js';

/** Tells which Gateways of the configuration no route attaches to: a class or a host may be misspelt. */
export function withUnusedGateways(conversion: Conversion, { content, locate }: Config): Conversion {
  if (conversion.target.api !== 'gateway-api') return conversion;
  const used = new Set(conversion.emitted.flatMap(({ object }) => parentsOf(object)));
  const all: readonly (readonly [ConversionSettings, FieldPath])[] = [
    [content, []],
    ...(content.overrides ?? []).map((override, index) => [override, ['overrides', index]] as const),
  ];
  const items = all.flatMap(([settings, at]) =>
    (['classes', 'hosts'] as const).flatMap((by) =>
      Object.entries(settings.gateways?.[by] ?? {}).flatMap(([name, gateway]: [string, GatewayContent]): Item[] => {
        const wanted = typeof gateway === 'string' ? gateway : gateway.gateway;
        if (used.has(wanted)) return [];
        const place = [...at, 'gateways', by, name];
        return [aboutUnused(locate(place), `gateways.${by}.${name}`, wanted)];
      }),
    ),
  );
  return items.length === 0 ? conversion : withItems(conversion, [...conversion.items, ...items]);
}

function parentsOf({ metadata, spec }: KubernetesObject): string[] {
  const { parentRefs = [] } = (spec ?? {}) as {
    readonly parentRefs?: readonly { readonly name: string; readonly namespace?: string }[];
  };
  return parentRefs.map(({ name, namespace }) => `${namespace ?? metadata.namespace ?? ''}/${name}`);
}

function aboutUnused(source: Item['source'], field: string, gateway: string): Item {
  const { severity, fix } = catalogue.RS2337;
  const message = `no route attaches to Gateway ${gateway}`;
  return { source, field, verdict: 'redundant', code: 'RS2337', severity, message, next: fix, emitted: [], also: [] };
}
