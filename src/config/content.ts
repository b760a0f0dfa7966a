import type {
  Addition,
  Channel,
  ConvertOptions,
  FromChoice,
  GatewayApiVersion,
  OpenshiftVersion,
  TargetName,
} from '../options.js';
import type { WantedSeverity } from '../suppressions/severities.js';

/** One item, or several. */
export type OneOrMore<T extends string = string> = T | readonly T[];

/** A Gateway that exists: `namespace/name`, or with the names of its listeners. */
export type GatewayContent =
  | string
  | {
      readonly gateway: string;
      readonly httpListener?: string | undefined;
      readonly httpsListener?: string | undefined;
    };

/** What decides a conversion: flags by their names, and what no flag can say. Overrides may change all of it. */
export interface ConversionSettings {
  readonly from?: FromChoice | undefined;
  readonly to?: TargetName | undefined;
  readonly param?: Readonly<Record<string, string>> | undefined;
  readonly ingressDomain?: string | undefined;
  readonly profile?: string | undefined;
  readonly allowSnippets?: boolean | undefined;
  readonly emitSecrets?: boolean | undefined;
  readonly openshiftVersion?: OpenshiftVersion | undefined;
  readonly extractCertificates?: boolean | undefined;
  readonly add?: OneOrMore<Addition> | undefined;
  readonly inlineCertificates?: boolean | undefined;
  readonly ingressClass?: OneOrMore | undefined;
  readonly watchIngressWithoutClass?: boolean | undefined;
  readonly disableCatchAll?: boolean | undefined;
  readonly annotationPrefix?: string | undefined;
  readonly controllerConfig?: string | undefined;
  readonly namespace?: string | undefined;
  readonly defaultSslCertificate?: string | undefined;
  readonly defaultBackendService?: string | undefined;
  readonly gatewayApiVersion?: GatewayApiVersion | undefined;
  readonly channel?: Channel | undefined;
  readonly gateway?: string | undefined;
  readonly gatewayName?: string | undefined;
  readonly gatewayNamespace?: string | undefined;
  readonly gatewayClass?: string | undefined;
  readonly gatewayPer?: ConvertOptions['gatewayPer'] | undefined;
  readonly listeners?: ConvertOptions['listeners'] | undefined;
  readonly httpListener?: string | undefined;
  readonly httpsListener?: string | undefined;
  readonly gateways?:
    | {
        readonly classes?: Readonly<Record<string, GatewayContent>> | undefined;
        readonly hosts?: Readonly<Record<string, GatewayContent>> | undefined;
      }
    | undefined;
  readonly keepAnnotation?: OneOrMore | undefined;
  readonly accept?: OneOrMore | undefined;
}

/** What decides a run, besides its conversions. */
export interface RunSettings {
  readonly include?: OneOrMore | undefined;
  readonly exclude?: OneOrMore | undefined;
  readonly output?: string | undefined;
  readonly write?: 'beside' | 'replace' | 'mirror' | undefined;
  readonly allowDirty?: boolean | undefined;
  readonly force?: boolean | undefined;
  readonly comments?: boolean | undefined;
  readonly reports?: OneOrMore | undefined;
  readonly reportAll?: boolean | undefined;
  readonly quiet?: boolean | undefined;
  readonly failOn?: 'error' | 'warning' | 'never' | undefined;
  readonly verify?: boolean | undefined;
  readonly probes?: string | undefined;
  readonly mappings?: OneOrMore | undefined;
  readonly baseline?: string | undefined;
}

export interface OverrideContent extends ConversionSettings {
  readonly paths: OneOrMore;
}

export interface SuppressionContent {
  readonly code?: string | undefined;
  readonly annotation?: string | undefined;
  readonly object?: string | undefined;
  readonly path?: OneOrMore | undefined;
  readonly reason: string;
  readonly until?: string | undefined;
}

/** What a `routeshift.yaml` holds. */
export interface ConfigContent extends ConversionSettings, RunSettings {
  readonly $schema?: string | undefined;
  readonly severities?: Readonly<Record<string, WantedSeverity>> | undefined;
  readonly suppressions?: readonly SuppressionContent[] | undefined;
  readonly overrides?: readonly OverrideContent[] | undefined;
}

/** Settings of Gateways that are emitted; a Gateway that exists has them already. */
export const TOPOLOGY = ['gatewayName', 'gatewayNamespace', 'gatewayClass', 'gatewayPer', 'listeners'] as const;

/** What is written as one item or as a list, as a list. */
export function asList<T extends string>(value: OneOrMore<T> | undefined): readonly T[] {
  if (value === undefined) return [];
  return typeof value === 'string' ? [value] : value;
}
