import type { FieldPath } from '../kubernetes/object.js';

/** Most Ingresses have few rules, paths and entries of tls: where these stand is written down once for all of them. */
const FEW = 8;

const TLS = few(tlsAt);
const RULES = few(ruleAt);
const HOSTS = few(hostAt);
const PATHS = few((rule) => few((path) => pathAt(rule, path)));

/** Where an entry of `tls` stands in an Ingress. */
export function tlsPath(index: number): FieldPath {
  return TLS[index] ?? tlsAt(index);
}

/** Where a rule stands in an Ingress. */
export function rulePath(index: number): FieldPath {
  return RULES[index] ?? ruleAt(index);
}

/** Where the host of a rule stands in an Ingress. */
export function hostPath(rule: number): FieldPath {
  return HOSTS[rule] ?? hostAt(rule);
}

/** Where a path stands in an Ingress. */
export function pathPath(rule: number, path: number): FieldPath {
  return PATHS[rule]?.[path] ?? pathAt(rule, path);
}

function tlsAt(index: number): FieldPath {
  return ['spec', 'tls', index];
}

function ruleAt(index: number): FieldPath {
  return ['spec', 'rules', index];
}

function hostAt(rule: number): FieldPath {
  return ['spec', 'rules', rule, 'host'];
}

function pathAt(rule: number, path: number): FieldPath {
  return ['spec', 'rules', rule, 'http', 'paths', path];
}

function few<T>(at: (index: number) => T): readonly T[] {
  return Array.from({ length: FEW }, (_, index) => at(index));
}
