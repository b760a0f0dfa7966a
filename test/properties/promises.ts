import type { Conversion } from '../../src/conversion.js';
import type { ConvertOptions } from '../../src/options.js';
import {
  type Emitted,
  emittedOf,
  hostsMeet,
  isRoute,
  type Json,
  listenerOf,
  parentOf,
  referencesOf,
  resolvePath,
  valuesAt,
} from './output.js';

/** A promise about one conversion: the ways in which it is broken, none when it is kept. */
export type Promised = (conversion: Conversion, options: ConvertOptions) => string[];

const MAX = { rules: 16, matches: 64, matchesInAll: 128, hostnames: 16, listeners: 64, parentRefs: 32 };

export const stepsAreGiven: Promised = ({ items }) =>
  items
    .flatMap((item) => [item, ...item.also])
    .filter(({ severity, next }) => severity !== 'info' && (next === undefined || !/^\S.*[.?]$/s.test(next)))
    .map(({ code, message, next }) => `${code} ${message} -> ${next ?? 'nothing'}`);

export const namesAreUnique: Promised = (conversion) => {
  const seen = new Set<string>();
  return emittedOf(conversion).flatMap(({ id }) => {
    const broken = seen.has(id) ? [`${id} twice`] : [];
    seen.add(id);
    return broken;
  });
};

export const limitsAreKept: Promised = (conversion) =>
  emittedOf(conversion).flatMap(({ id, spec }) => {
    const matches = (spec.rules ?? []).map((rule) => rule.matches?.length ?? 0);
    const counts: [string, number, number][] = [
      ['rules', spec.rules?.length ?? 0, MAX.rules],
      ['matches of a rule', Math.max(0, ...matches), MAX.matches],
      ['matches in all', matches.reduce((a, b) => a + b, 0), MAX.matchesInAll],
      ['hostnames', spec.hostnames?.length ?? 0, MAX.hostnames],
      ['listeners', spec.listeners?.length ?? 0, MAX.listeners],
      ['parentRefs', spec.parentRefs?.length ?? 0, MAX.parentRefs],
    ];
    return counts.filter(([, count, max]) => count > max).map(([what, count]) => `${id} has ${count} ${what}`);
  });

/** Each route attaches somewhere, and what it attaches to is there, lets its namespace in and shares a host with it. */
export const routesAttach: Promised = (conversion, options) => {
  const all = emittedOf(conversion);
  return all.filter(isRoute).flatMap((route) => {
    const refs = route.spec.parentRefs ?? [];
    if (refs.length === 0) return [`${route.id} has no parent`];
    if (options.gateway !== undefined) return all.some((o) => o.kind === 'Gateway') ? ['a Gateway was emitted'] : [];
    return refs.flatMap((ref) => {
      const listener = listenerOf(route, ref, all);
      const named = `${route.id} -> ${ref.namespace ?? ''}/${ref.name} ${ref.sectionName}`;
      if (listener === undefined) return [`${named}: no such listener`];
      const parent = parentOf(route, ref, all);
      const hosts: readonly (string | undefined)[] = route.spec.hostnames ?? [undefined];
      return [
        ...(hosts.some((host) => hostsMeet(host, listener.hostname)) ? [] : [`${named}: no host in common`]),
        ...(letsIn(listener.allowedRoutes?.namespaces, parent?.namespace, route.namespace)
          ? []
          : [`${named}: its namespace is not let in`]),
      ];
    });
  });
};

function letsIn(
  allowed: { from?: string; selector?: unknown } | undefined,
  own: string | undefined,
  namespace: string | undefined,
): boolean {
  switch (allowed?.from) {
    case 'All':
      return true;
    case 'Selector':
      return namespace !== undefined && JSON.stringify(allowed.selector).includes(`"${namespace}"`);
    default:
      return own === namespace;
  }
}

export const emittedPlacesExist: Promised = (conversion) => {
  const objects = new Map(emittedOf(conversion).map((o) => [`${o.apiVersion} ${o.id}`, o]));
  return conversion.items.flatMap(({ field, annotation, emitted }) =>
    emitted.flatMap(({ apiVersion, kind, namespace, name, path }) => {
      const what = `${annotation ?? field} -> ${kind} ${namespace ?? ''}/${name}`;
      const found = objects.get(`${apiVersion} ${kind} ${namespace ?? ''}/${name}`);
      if (found === undefined) return [`${what}: no such object`];
      return path === undefined || resolvePath(found.object, path) !== undefined ? [] : [`${what}: no ${path}`];
    }),
  );
};

/** Where a namespace is not known, nothing can be granted to it. */
export const foreignReferencesAreGranted: Promised = (conversion) => {
  const all = emittedOf(conversion);
  return all.flatMap((object) =>
    referencesOf(object).flatMap(({ kind, name, namespace }) => {
      if (namespace === undefined || object.namespace === undefined || namespace === object.namespace) return [];
      const granted = all.some(
        (o) =>
          o.kind === 'ReferenceGrant' &&
          o.namespace === namespace &&
          o.spec.from?.some((f) => f.kind === object.kind && f.namespace === object.namespace) &&
          o.spec.to?.some((t) => t.kind === kind && (t.name === undefined || t.name === name)),
      );
      return granted ? [] : [`${object.id} -> ${kind} ${namespace}/${name}: not granted`];
    }),
  );
};

export const noCaptureIsTakenLiterally: Promised = (conversion) =>
  emittedOf(conversion).flatMap((object) =>
    [...valuesAt('urlRewrite', object.spec), ...valuesAt('requestRedirect', object.spec)]
      .map((value) => JSON.stringify(value))
      .filter((text) => /\$[0-9a-z{]/i.test(text))
      .map((text) => `${object.id}: ${text}`),
  );

/** Plain HTTP goes to https from the HTTP listener alone; on an HTTPS listener the redirect would never end. */
export const redirectsToHttpsDoNotLoop: Promised = (conversion, options) => {
  const all = emittedOf(conversion);
  return all.filter(isRoute).flatMap((route) => {
    const toItself = (route.spec.rules ?? []).some((rule) =>
      (rule.filters ?? []).some((filter) =>
        isToItself((filter.requestRedirect ?? undefined) as Json | undefined, route),
      ),
    );
    if (!toItself) return [];
    return (route.spec.parentRefs ?? []).flatMap((ref) => {
      const isHttp =
        options.gateway === undefined
          ? listenerOf(route, ref, all)?.protocol === 'HTTP'
          : isHttpName(ref.sectionName, options);
      return isHttp ? [] : [`${route.id} redirects to https on ${ref.sectionName}`];
    });
  });
};

function isToItself(redirect: Json | undefined, route: Emitted): boolean {
  if (redirect === undefined || redirect.scheme !== 'https' || redirect.path !== undefined) return false;
  const { hostname } = redirect;
  return hostname === undefined || (route.spec.hostnames ?? []).includes(String(hostname));
}

function isHttpName(name: string | undefined, { httpListener }: ConvertOptions): boolean {
  return name === (httpListener ?? 'http') || name === 'web';
}
