import type { Conversion } from '../conversion.js';
import type { Manifest } from '../kubernetes/object.js';
import type { DataPlane } from '../verification/data-plane.js';
import { withShortWords } from '../verification/short-words.js';
import { sourcePlane } from '../verification/source-plane.js';
import { targetPlane } from '../verification/target-plane.js';
import type { ConvertedSide } from './converted-side.js';

/** Both data planes of one run, and the objects that configure them. */
export interface SidePlanes {
  readonly source: DataPlane;
  readonly target: DataPlane;
  readonly sources: readonly unknown[];
  readonly emitted: readonly object[];
}

/** The planes of two runs, and the way from their words back to those that people write. */
export interface Planes {
  readonly before: SidePlanes;
  readonly after: SidePlanes;
  restored<T>(data: T): T;
}

/** Parameters of Templates that have no value go by one word on both sides, whichever Templates each side has. */
export function planesOf(before: ConvertedSide, after: ConvertedSide): Planes {
  const all = [...before.manifests, ...after.manifests];
  const [old, now] = [withShortWords(all, before.conversion), withShortWords(all, after.conversion)];
  if (old === undefined || now === undefined) {
    return {
      before: planes(before.manifests, before.conversion, before),
      after: planes(after.manifests, after.conversion, after),
      restored: (data) => data,
    };
  }
  const border = before.manifests.length;
  return {
    before: planes(old.manifests.slice(0, border), old.conversion, before),
    after: planes(now.manifests.slice(border), now.conversion, after),
    restored: now.restored,
  };
}

function planes(manifests: readonly Manifest[], conversion: Conversion, { options }: ConvertedSide): SidePlanes {
  const { plane, objects } = sourcePlane(manifests, conversion, options);
  return {
    source: plane,
    target: targetPlane(manifests, conversion, options),
    sources: objects,
    emitted: conversion.emitted.map(({ object }) => object),
  };
}
