import { dump } from 'js-yaml';
import type { Conversion } from '../../src/conversion.js';
import { convert } from '../../src/convert.js';
import type { CertificateNames, Manifest } from '../../src/kubernetes/object.js';
import { parseText } from '../../src/manifests/documents.js';
import { type Channel, type ConvertOptions, DEFAULT_OPTIONS, type GatewayApiVersion } from '../../src/options.js';
import type { NginxCase } from './case-file.js';

/** Which Gateway API a case is converted for. */
export interface Target {
  readonly version: GatewayApiVersion;
  readonly channel: Channel;
}

export interface CaseConversion {
  readonly conversion: Conversion;
  /** The Services of the case as they stand in its manifests, for the model of the target. */
  readonly services: readonly object[];
  readonly manifests: readonly Manifest[];
  readonly options: ConvertOptions;
}

/** There in every case that does not say otherwise. */
const INGRESS_CLASS = { metadata: { name: 'nginx' }, spec: { controller: 'k8s.io/ingress-nginx' } };

type Fields = Readonly<Record<string, unknown>>;

/** Writes a case down as manifests, reads them as files are read, and converts them as its flags say. */
export function convertCase(entry: NginxCase, target: Target): CaseConversion {
  const services = (entry.services ?? []).map((service) => typed('v1', 'Service', withPorts(service)));
  const objects = [
    ...entry.ingresses.map((ingress) => typed('networking.k8s.io/v1', 'Ingress', ingress)),
    ...services,
    ...(entry.secrets ?? []).map((secret) => typed('v1', 'Secret', withCertificate(secret))),
    ...(entry.configmaps ?? []).map((configMap) => typed('v1', 'ConfigMap', configMap)),
    ...(entry.ingressclasses ?? [INGRESS_CLASS]).map((one) => typed('networking.k8s.io/v1', 'IngressClass', one)),
  ];
  const text = objects.map((object) => dump(object)).join('---\n');
  const { manifests, problems } = parseText({ file: `${entry.id}.yaml`, text }, { readCertificate });
  const options = optionsOf(entry, target);
  const conversion = convert({ manifests, problems, inputs: 1 }, options);
  return { conversion, services, manifests, options };
}

function typed(apiVersion: string, kind: string, fields: Fields): Fields {
  const { metadata } = fields;
  const placed = { namespace: 'default', ...(metadata as Fields) };
  return { apiVersion, kind, ...fields, metadata: kind === 'IngressClass' ? metadata : placed };
}

/** The pseudo fields of the cases are no part of a Service, and a Service without ports is none. */
function withPorts(service: Fields): Fields {
  return { metadata: service.metadata, spec: service.spec ?? { ports: [{ port: 80 }] } };
}

/** `cert` becomes a key pair, or a CA; the text in the place of the PEM is what {@link readCertificate} reads. */
function withCertificate({ cert, ...secret }: Fields): Fields {
  if (cert === undefined) return secret;
  const { sans, caOnly, ca } = cert as { sans?: readonly string[]; caOnly?: boolean; ca?: boolean };
  const pem = JSON.stringify(sans ?? []);
  const pair = caOnly === true ? {} : { 'tls.crt': pem, 'tls.key': 'key' };
  const authority = caOnly === true || ca === true ? { 'ca.crt': pem } : {};
  return { ...secret, stringData: { ...(secret.stringData as Fields | undefined), ...pair, ...authority } };
}

function readCertificate(pem: string): CertificateNames {
  return { dnsNames: JSON.parse(pem) as string[] };
}

function optionsOf(entry: NginxCase, target: Target): ConvertOptions {
  const options: ConvertOptions = {
    ...DEFAULT_OPTIONS,
    gatewayApiVersion: target.version,
    channel: target.channel,
    ...(entry.controller_configmap === undefined ? {} : { controllerConfig: entry.controller_configmap }),
  };
  const flags = Object.entries(entry.flags ?? {}).map(([flag, value]) => optionOf(flag, value));
  return Object.assign({}, options, ...flags) as ConvertOptions;
}

/** The option for a flag of the controller. */
function optionOf(flag: string, value: string | boolean): Partial<ConvertOptions> {
  switch (flag) {
    case 'default-backend-service':
      return { defaultBackendService: { ...namespacedName(String(value)), port: 80 } };
    case 'default-ssl-certificate':
      return { defaultSslCertificate: namespacedName(String(value)) };
    case 'watch-ingress-without-class':
      return { watchIngressWithoutClass: value === true };
    case 'disable-catch-all':
      return { disableCatchAll: value === true };
    case 'annotations-prefix':
      return { annotationPrefix: String(value) };
    case 'ingress-class':
      return { ingressClasses: [String(value)] };
    // What manifests cannot show and no option says: the conversion assumes passthrough to be on.
    case 'enable-ssl-passthrough':
    case 'tcp-services-configmap':
      return {};
    default:
      throw new Error(`a case sets a flag that this test does not know: ${flag}`);
  }
}

function namespacedName(text: string): { readonly namespace: string; readonly name: string } {
  const [namespace = '', name = ''] = text.split('/');
  return { namespace, name };
}
