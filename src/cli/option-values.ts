import { InvalidArgumentError } from 'commander';
import { ADDITIONS, type Addition, type NamespacedName } from '../options.js';
import { parseProfile, profileWords } from '../profile.js';

/* Parsers of what stands behind flags. They throw commander's InvalidArgumentError, which names the flag. */

/** Makes a parser of single values one of a repeatable flag. */
export function gather<T>(
  parse: (value: string) => T,
): (value: string, previous: readonly T[] | undefined) => readonly T[] {
  return (value, previous) => [...(previous ?? []), parse(value)];
}

const DNS_SUBDOMAIN = /^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/;

export function label(value: string): string {
  if (value.length > 253 || !DNS_SUBDOMAIN.test(value)) {
    throw new InvalidArgumentError('It is no Kubernetes name (lower case letters, digits, - and .).');
  }
  return value;
}

export function parameter(value: string): readonly [string, string] {
  const equals = value.indexOf('=');
  if (!/^[a-zA-Z0-9_]+=/.test(value)) throw new InvalidArgumentError('It has to be NAME=VALUE.');
  return [value.slice(0, equals), value.slice(equals + 1)];
}

export function profile(value: string): string {
  if (parseProfile(value) === undefined) throw new InvalidArgumentError(`Allowed choices are ${profileWords()}.`);
  return value;
}

export function addition(value: string): Addition {
  const found = ADDITIONS.find((known) => known === value);
  if (found === undefined) throw new InvalidArgumentError(`Allowed choices are ${ADDITIONS.join(', ')}.`);
  return found;
}

export function nonEmpty(value: string): string {
  if (value.trim() === '') throw new InvalidArgumentError('It is empty.');
  return value.trim();
}

export function namespacedName(value: string): NamespacedName {
  const [namespace, name, ...rest] = value.split('/');
  if (namespace === undefined || name === undefined || rest.length > 0) {
    throw new InvalidArgumentError('It has to be NAMESPACE/NAME.');
  }
  return { namespace: label(namespace), name: label(name) };
}

export function serviceName(value: string): NamespacedName & { readonly port?: number | undefined } {
  const colon = value.lastIndexOf(':');
  if (colon === -1) return namespacedName(value);
  const port = Number(value.slice(colon + 1));
  if (!Number.isInteger(port) || port < 1 || port > 65535)
    throw new InvalidArgumentError('The port has to be 1 to 65535.');
  return { ...namespacedName(value.slice(0, colon)), port };
}

/** Like the controller's flag the prefix comes without the slash; one that is given is dropped. */
export function annotationPrefix(value: string): string {
  return label(value.endsWith('/') ? value.slice(0, -1) : value);
}
