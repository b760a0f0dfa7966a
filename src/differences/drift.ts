import type { Conversion, EmittedObject, Target } from '../conversion.js';
import { withDefaults } from './api-defaults.js';
import { type ConvertedObject, nameOf, type ObjectChanges, objectChanges } from './object-changes.js';
import { withoutServerFields } from './server-fields.js';

/** An object that an earlier run wrote, or that stands where one might. */
export interface EarlierObject extends ConvertedObject {
  /** Whether it says by itself, or the user by naming its file, that it came out of an earlier run. */
  readonly isOurs: boolean;
}

/** How manifests of an earlier run differ from what the same conversion writes now. */
export interface Drift {
  readonly target: Target;
  /** Before: as in the manifests; after: as they would be written now. */
  readonly objects: ObjectChanges;
  /** Objects that were compared. */
  readonly compared: number;
  /** Objects of the directory that have nothing to do with the conversion. */
  readonly leftOut: number;
  /** What of the manifests could not be read. */
  readonly problems: readonly { readonly file: string; readonly line: number; readonly message: string }[];
}

/**
 * Compares the result of a conversion with manifests of an earlier run. Comments do not count, nor do fields and
 * defaults that the API server writes. An object that is no longer written counts where it came out of an earlier run; others that the
 * conversion does not write are none of its business.
 */
export function driftFrom(
  earlier: readonly EarlierObject[],
  conversion: Conversion,
  problems: Drift['problems'],
): Drift {
  const written = new Set(conversion.emitted.map(({ object }) => nameOf(object)));
  const own = earlier.filter(({ object, isOurs }) => isOurs || written.has(nameOf(object)));
  return {
    target: conversion.target,
    objects: objectChanges(own.map(comparable), conversion.emitted.map(comparable)),
    compared: new Set([...own, ...conversion.emitted].map(({ object }) => nameOf(object))).size,
    leftOut: earlier.length - own.length,
    problems,
  };
}

function comparable({ object, sources }: ConvertedObject | EmittedObject): ConvertedObject {
  return { object: withDefaults(withoutServerFields(object)), sources };
}
