import { isControllerConfigMap, isNginxIncConfigMap } from '../kubernetes/controller-config-map.js';
import type { NamespacedName, SourceName } from '../options.js';
import type { RunningController } from './controller-arguments.js';

/** How a controller is set up, in the words of routeshift's own options. */
export interface ControllerSettings {
  readonly ingressClasses?: readonly string[];
  readonly watchIngressWithoutClass?: boolean;
  readonly disableCatchAll?: boolean;
  readonly annotationPrefix?: string;
  readonly defaultSslCertificate?: NamespacedName;
  readonly defaultBackendService?: NamespacedName & { readonly port?: number | undefined };
}

/** What the flags of a controller say. */
export interface ReadSettings {
  readonly settings: ControllerSettings;
  /** The classes that the controller serves, also where those are its default. */
  readonly serves: readonly string[];
  readonly configMap?: NamespacedName | undefined;
  /** ConfigMaps that publish ports. */
  readonly tcpConfigMap?: NamespacedName | undefined;
  /** The flags that were taken over, as they are written. */
  readonly taken: readonly string[];
  /** Flags whose value cannot be used, and why. */
  readonly odd: readonly { readonly flag: string; readonly why: string }[];
  /** Whether ssl-passthrough acts; undefined where no flag decides it. */
  readonly passthrough?: boolean | undefined;
}

/** Names of flags, by what they say. */
interface FlagNames {
  readonly ingressClass: string;
  readonly defaultClass: string;
  readonly withoutClass?: string;
  readonly prefix?: string;
  readonly configMap: string;
  readonly tcpConfigMap?: string;
  readonly certificate?: string;
  readonly backend?: string;
  readonly catchAll?: string;
  readonly passthrough?: string;
  /** Flags that change what is served and that no option of routeshift stands for. */
  readonly unread: readonly string[];
}

const HAPROXY_AND_NGINX = {
  ingressClass: 'ingress-class',
  withoutClass: 'watch-ingress-without-class',
  configMap: 'configmap',
  tcpConfigMap: 'tcp-services-configmap',
  certificate: 'default-ssl-certificate',
  backend: 'default-backend-service',
  prefix: 'annotations-prefix',
  unread: ['watch-namespace', 'watch-namespace-selector'],
};

const FLAGS: Readonly<Partial<Record<SourceName, FlagNames>>> = {
  'ingress-nginx': {
    ...HAPROXY_AND_NGINX,
    defaultClass: 'nginx',
    catchAll: 'disable-catch-all',
    passthrough: 'enable-ssl-passthrough',
  },
  'haproxy-ingress': { ...HAPROXY_AND_NGINX, defaultClass: 'haproxy' },
  haproxytech: {
    ingressClass: 'ingress.class',
    defaultClass: '',
    withoutClass: 'empty-ingress-class',
    configMap: 'configmap',
    tcpConfigMap: 'configmap-tcp-services',
    certificate: 'default-ssl-certificate',
    backend: 'default-backend-service',
    unread: ['namespace-whitelist', 'namespace-blacklist'],
  },
  'nginx-inc': {
    ingressClass: 'ingress-class',
    defaultClass: 'nginx',
    configMap: 'nginx-configmaps',
    unread: ['watch-namespace', 'watch-namespace-label'],
  },
};

/** `spec.controller` of the classes that ingress-nginx serves unless --controller-class says otherwise. */
const CONTROLLER_CLASS = 'k8s.io/ingress-nginx';

/**
 * What a controller was told by its flags.
 *
 * @param classes the IngressClasses of the cluster, with the controllers that they name
 */
export function settingsOf(
  { controller, flags }: RunningController,
  classes: readonly { readonly name: string; readonly controller: string }[],
): ReadSettings {
  const names = FLAGS[controller];
  if (names === undefined) return { settings: {}, serves: [], taken: [], odd: [] };
  const taken: string[] = [];
  const odd: { flag: string; why: string }[] = [];
  const read = <T>(flag: string | undefined, parse: (value: string) => T | undefined, why: string): T | undefined => {
    const value = flag === undefined ? undefined : flags.get(flag);
    if (flag === undefined || value === undefined || value === '') return undefined;
    const parsed = parse(value);
    if (parsed === undefined) odd.push({ flag, why });
    else taken.push(`--${flag}${value === 'true' ? '' : `=${value}`}`);
    return parsed;
  };
  const isOn = (flag: string | undefined) => read(flag, booleanOf, 'it is neither true nor false');
  const name = (flag: string | undefined) => read(flag, nameOf, 'it is no NAMESPACE/NAME');
  const ingressClass = read(names.ingressClass, (value) => value, '');
  const own = controller === 'ingress-nginx' ? read('controller-class', (value) => value, '') : undefined;
  const ingressClasses = classesOf(ingressClass ?? names.defaultClass, own, names, classes);
  const watched = names.withoutClass === undefined ? undefined : (isOn(names.withoutClass) ?? false);
  const catchAll = isOn(names.catchAll);
  const prefix = read(names.prefix, (value) => (PREFIX.test(value) ? value : undefined), 'it is no prefix');
  const certificate = name(names.certificate);
  const backend = read(names.backend, serviceOf, 'it is no NAMESPACE/NAME');
  const configMap = name(names.configMap);
  const tcpConfigMap = name(names.tcpConfigMap);
  for (const flag of names.unread) if (flags.has(flag)) odd.push({ flag, why: 'routeshift does not follow it' });
  const settings: ControllerSettings = {
    ...(ingressClasses === undefined ? {} : { ingressClasses }),
    ...(watched === undefined ? {} : { watchIngressWithoutClass: watched }),
    ...(catchAll === true ? { disableCatchAll: true } : {}),
    ...(prefix === undefined ? {} : { annotationPrefix: prefix }),
    ...(certificate === undefined ? {} : { defaultSslCertificate: certificate }),
    ...(backend === undefined ? {} : { defaultBackendService: backend }),
  };
  const passthrough = names.passthrough === undefined ? undefined : (isOn(names.passthrough) ?? false);
  const serves = ingressClasses ?? [names.defaultClass];
  return { settings, serves, configMap, tcpConfigMap, taken, odd, passthrough };
}

const PREFIX = /^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/;

/** Undefined where the controller serves what it serves without flags. */
function classesOf(
  ingressClass: string,
  controllerClass: string | undefined,
  names: FlagNames,
  classes: readonly { readonly name: string; readonly controller: string }[],
): readonly string[] | undefined {
  if (controllerClass !== undefined && controllerClass !== CONTROLLER_CLASS) {
    const served = classes.filter(({ controller }) => controller === controllerClass).map(({ name }) => name);
    return [...new Set([...served, ingressClass])].sort();
  }
  return ingressClass === names.defaultClass ? undefined : [ingressClass];
}

/** Whether the source finds its ConfigMap by this name among the input. */
export function isFoundByName(controller: SourceName, name: string): boolean {
  switch (controller) {
    case 'ingress-nginx':
      return isControllerConfigMap(name);
    case 'nginx-inc':
      return isNginxIncConfigMap(name);
    case 'haproxy-ingress':
      return name === 'haproxy-ingress';
    case 'haproxytech':
    case 'openshift-ingress':
    case 'openshift-route':
      return false;
  }
}

function booleanOf(value: string): boolean | undefined {
  if (['1', 't', 'T', 'TRUE', 'true', 'True'].includes(value)) return true;
  return ['0', 'f', 'F', 'FALSE', 'false', 'False'].includes(value) ? false : undefined;
}

function nameOf(value: string): NamespacedName | undefined {
  const [, namespace, name] = /^([a-z0-9][-a-z0-9]*)\/([a-z0-9][-a-z0-9.]*)$/.exec(value) ?? [];
  return namespace === undefined || name === undefined ? undefined : { namespace, name };
}

function serviceOf(value: string): (NamespacedName & { readonly port?: number | undefined }) | undefined {
  const [, service = value, port] = /^(.*):(\d+)$/.exec(value) ?? [];
  const name = nameOf(service);
  return name === undefined || port === undefined ? name : { ...name, port: Number(port) };
}
