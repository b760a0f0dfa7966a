import { VERDICTS } from '../ledger/verdict.js';
import { CONCERNS } from './concerns.js';
import type { ContentField, ContentShape } from './content-shape.js';
import type {
  AnnotationEntry,
  ControllerSetting,
  ElsewhereEntry,
  EntryTargets,
  InvalidEffect,
  Mapping,
  ObjectKind,
  ObsoleteEntry,
  Risk,
  Scope,
  TargetEntry,
  ValueKind,
} from './mapping.js';

/** One field per property, so that the compiler says when a type and its shape part ways. */
type FieldsOf<T> = { readonly [K in keyof Required<T>]: ContentField };

/** All members of a union, complete because a missing one would not compile. */
function members<T extends string>(table: Readonly<Record<T, true>>): readonly string[] {
  return Object.keys(table);
}

const KINDS = members<ValueKind>({
  bool: true,
  switch: true,
  int: true,
  seconds: true,
  size: true,
  enum: true,
  csv: true,
  cidrs: true,
  addresses: true,
  duration: true,
  url: true,
  regex: true,
  secret: true,
  configmap: true,
  string: true,
  snippet: true,
});
const SCOPES = members<Scope>({
  location: true,
  host: true,
  upstream: true,
  ingress: true,
  route: true,
  controller: true,
});
const OBJECT_KINDS = members<ObjectKind>({ Ingress: true, Route: true, Service: true });
const RISKS = members<Risk>({ Low: true, Medium: true, High: true, Critical: true });
const EFFECTS = members<InvalidEffect>({
  ignored: true,
  'group-dropped': true,
  denied: true,
  'host-denied': true,
  rejected: true,
});

const TEXT: ContentShape = { is: 'text' };
const TEXT_OR_EMPTY: ContentShape = { is: 'text', mayBeEmpty: true };
const TEXTS: ContentShape = { is: 'list', of: TEXT };
const FLAG: ContentShape = { is: 'flag' };

function oneOf(words: readonly string[]): ContentShape {
  return { is: 'text', oneOf: words };
}

function required(shape: ContentShape): ContentField {
  return { shape };
}

function optional(shape: ContentShape): ContentField {
  return { shape, optional: true };
}

function object<T>(fields: FieldsOf<T>): ContentShape {
  return { is: 'object', fields };
}

export const verdictFields = {
  verdict: required(oneOf(VERDICTS)),
  field: optional(TEXT),
  caveat: required(TEXT),
  next: optional(TEXT),
};

const target = object<TargetEntry>({
  ...verdictFields,
  experimental: optional({ is: 'object', fields: verdictFields }),
});

const targets = object<EntryTargets>({ 'gateway-api': required(target), 'openshift-route': required(target) });

const sample = object<AnnotationEntry['sample']>({
  value: required(TEXT),
  with: optional({ is: 'table', of: TEXT }),
  tls: optional(FLAG),
  path: optional(TEXT),
  objects: optional({ is: 'list', of: { is: 'anything' } }),
  config: optional({ is: 'table', of: TEXT_OR_EMPTY }),
});

const annotation = object<AnnotationEntry>({
  key: required(TEXT),
  aliases: optional(TEXTS),
  group: required(TEXT),
  kind: required(oneOf(KINDS)),
  on: optional({ is: 'list', of: oneOf(OBJECT_KINDS) }),
  values: optional(TEXTS),
  anyCase: optional(FLAG),
  pattern: optional(TEXT),
  strip: optional(oneOf(['ends', 'all', 'none'])),
  default: required(TEXT_OR_EMPTY),
  scope: required(oneOf(SCOPES)),
  risk: optional(oneOf(RISKS)),
  protects: optional(FLAG),
  invalid: required(oneOf(EFFECTS)),
  ifInvalid: optional(TEXT),
  ifIgnored: optional(TEXT),
  configmapKey: optional(TEXT),
  neutral: optional(TEXTS),
  requires: optional(TEXT),
  concern: optional(oneOf(CONCERNS)),
  summary: required(TEXT),
  sample: required(sample),
  source: required(TEXT),
  targets: required(targets),
});

const obsolete = object<ObsoleteEntry>({
  key: required(TEXT),
  neverRead: optional(FLAG),
  summary: required(TEXT),
  instead: optional(TEXT),
});

const elsewhere = object<ElsewhereEntry>({ key: required(TEXT), on: required(TEXT), summary: required(TEXT) });

const setting = object<ControllerSetting>({
  key: required(TEXT),
  kind: required(oneOf(KINDS)),
  default: required(TEXT_OR_EMPTY),
  summary: required(TEXT),
  source: optional(TEXT),
  targets: optional(targets),
});

/** What a file under /mappings, or one that a user adds, has to look like. */
export const MAPPING_SHAPE: ContentShape = object<Mapping>({
  controller: required(TEXT),
  prefix: required(TEXT_OR_EMPTY),
  alsoPrefixes: optional(TEXTS),
  ownPrefixes: optional(TEXTS),
  version: required(TEXT),
  annotations: required({ is: 'list', of: annotation }),
  obsolete: required({ is: 'list', of: obsolete }),
  elsewhere: optional({ is: 'list', of: elsewhere }),
  settings: required({ is: 'list', of: setting }),
});
