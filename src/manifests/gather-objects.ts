import { formatFieldPath, type ObjectRef } from '../kubernetes/object.js';
import { nameOfType } from '../kubernetes/type-name.js';
import type { ComposedDocument } from './compose-yaml.js';
import { isListKind, recognise } from './known-kinds.js';
import type { LineTable } from './line-table.js';
import { Place, PlacedManifest } from './manifest.js';
import { type NotText, withTextMetadata } from './metadata-text.js';
import type { ProblemList } from './problem-list.js';
import {
  type CertificateReader,
  certificateOf,
  certificateOfRoute,
  certificatesOfSecret,
  keyPairOfRoute,
  keyPairOfSecret,
  usersOfSecret,
  withoutRouteKey,
  withoutSecretsInside,
  withoutSecretValues,
} from './secret-values.js';
import { isConverted, isRead, strippedProblem, unresolvedProblem } from './template-problems.js';
import { asProcessed, strippedNamespace, templateValues, withValues } from './template-values.js';
import { writtenScalar } from './written-scalar.js';

type Content = Readonly<Record<string, unknown>>;
type Names = readonly string[] | undefined;

export interface ParseOptions {
  /** Asked for the certificate of every Secret and Route that has one; without it, certificates stay unknown. */
  readonly readCertificate?: CertificateReader | undefined;
  /** Keeps certificates with their keys, for output that has to hold them. */
  readonly keepKeyPairs?: boolean | undefined;
  /** Keeps files of users, for output that has to hold them in another shape. */
  readonly keepUsers?: boolean | undefined;
  /** Opens Templates, with these values for their parameters; without it, a Template is one object. */
  readonly templateParameters?: ReadonlyMap<string, string> | undefined;
  /** Reads what configures OpenShift's router (IngressController, and Ingress of config.openshift.io); else it is passed over. */
  readonly router?: boolean | undefined;
}

/** Lists inside lists that are opened; more is nobody's honest input. */
const MAX_LIST_DEPTH = 10;

/** Values of one object's metadata that are reported as no text. The API server allows 256 KiB of annotations in all. */
const MOST_NOT_TEXT = 10_000;

/** Finds the objects in the documents of one text. */
export class ObjectGatherer {
  readonly manifests: PlacedManifest[] = [];
  /** The names of the parameters of all Templates that were opened. */
  readonly parameters = new Set<string>();
  readonly #text: string;
  readonly #lines: LineTable;
  readonly #problems: ProblemList;
  readonly #options: ParseOptions;

  constructor(text: string, lines: LineTable, problems: ProblemList, options: ParseOptions) {
    this.#text = text;
    this.#lines = lines;
    this.#problems = problems;
    this.#options = options;
  }

  /** Takes the object, or the objects of the list, that a document holds. */
  gather(document: ComposedDocument, from: number): void {
    if (!isRecord(document.value)) return;
    this.#object(document.value, new Place(document.outline, this.#lines, 0, from), 0, undefined);
  }

  /** @param unresolved parameters without value of the Template that the object comes from */
  #object(content: Content, place: Place, depth: number, unresolved: Names): void {
    const kind = textOf(content, 'kind');
    if (kind === undefined) return;
    if (isListKind(kind) && Object.hasOwn(content, 'items')) this.#list(content, kind, place, depth, unresolved);
    else this.#single(content, kind, place, unresolved);
  }

  #list(content: Content, kind: string, place: Place, depth: number, unresolved: Names): void {
    const items = content.items;
    if (items === null) return;
    if (!Array.isArray(items) || depth >= MAX_LIST_DEPTH) {
      this.#problems.add({
        code: Array.isArray(items) ? 'RS0106' : 'RS0108',
        severity: 'error',
        source: place.positionOf(['items']),
        message: Array.isArray(items)
          ? `lists are nested more than ${MAX_LIST_DEPTH} levels deep`
          : `items: expected a list, got ${nameOfType(items)}`,
        next: 'Correct the list; nothing in it was read.',
        field: 'items',
      });
      return;
    }
    let index = 0;
    for (const placeOf of place.itemsOf('items')) {
      const item: unknown = items[index++];
      if (isRecord(item)) this.#object(withListType(item, kind, content), placeOf(), depth + 1, unresolved);
    }
  }

  #single(content: Content, kind: string, place: Place, unresolved: Names): void {
    const apiVersion = textOf(content, 'apiVersion');
    const standing = recognise(apiVersion ?? '', kind, this.#options.router === true);
    if (standing === 'no') return;
    if (apiVersion === undefined || standing === 'misplaced') {
      const at = apiVersion === undefined ? [] : ['apiVersion'];
      const what = apiVersion === undefined ? 'has no apiVersion' : 'has an apiVersion that has no such kind';
      this.#incomplete(place, at, `the ${kind} ${what}`, 'Give it the apiVersion of its kind.');
      return;
    }
    const found: NotText[] = [];
    const whole = withTextMetadata(
      content,
      (path, value) => writtenScalar(this.#text, place.keyEndOf(path), value),
      (problem) => {
        if (found.length < MOST_NOT_TEXT) found.push(problem);
      },
    );
    const name = isRecord(whole.metadata) ? textOf(whole.metadata, 'name') : undefined;
    if (name === undefined || name === '') {
      this.#incomplete(
        place,
        ['metadata'],
        `the ${kind} has no metadata.name`,
        'Give it a name (generateName will not do).',
      );
      return;
    }
    const ref = refOf(whole, apiVersion, kind, name);
    for (const problem of found) this.#notText(problem, ref, place);
    this.#keep(ref, whole, place, unresolved);
  }

  #keep(ref: ObjectRef, content: Content, place: Place, unresolved: Names): void {
    const { readCertificate: read, keepKeyPairs = false, keepUsers = false } = this.#options;
    switch (ref.kind) {
      case 'Secret': {
        const certificate = read === undefined ? undefined : certificateOf(content, read);
        const keyPair = keepKeyPairs ? keyPairOfSecret(content) : undefined;
        const certificates = certificatesOfSecret(content);
        const passwords = usersOfSecret(content);
        const users = keepUsers ? passwords?.file : undefined;
        const kept = { certificate, certificates, keyPair, hashes: passwords?.hashes, users, unresolved };
        this.manifests.push(new PlacedManifest(ref, withoutSecretValues(content), place, kept));
        return;
      }
      case 'Route': {
        const certificate = read === undefined ? undefined : certificateOfRoute(content, read);
        const keyPair = keepKeyPairs ? keyPairOfRoute(content) : undefined;
        const kept = { certificate, keyPair, unresolved };
        this.manifests.push(new PlacedManifest(ref, withoutRouteKey(content), place, kept));
        return;
      }
      case 'Template':
        if (this.#options.templateParameters !== undefined && Array.isArray(content.objects)) {
          this.#template(content, ref, place, this.#options.templateParameters);
          return;
        }
        this.manifests.push(new PlacedManifest(ref, withoutSecretsInside(content), place));
        return;
      default:
        this.manifests.push(new PlacedManifest(ref, content, place, { unresolved }));
    }
  }

  #template(content: Content, ref: ObjectRef, place: Place, given: ReadonlyMap<string, string>): void {
    const values = templateValues(content.parameters, given);
    for (const name of values.declared) this.parameters.add(name);
    const labels = withValues({ labels: content.labels }, values);
    const objects = content.objects as readonly unknown[];
    let areLabelsUsed = false;
    let index = 0;
    for (const placeOf of place.itemsOf('objects')) {
      const original = objects[index++];
      // A Template inside a Template is an object of the cluster, which nobody processes.
      if (!isRecord(original) || original.kind === 'Template') continue;
      const { object, unresolved } = withValues(original, values);
      const where = placeOf();
      const kind = textOf(original, 'kind') ?? '';
      const stripped = strippedNamespace(original);
      const processed = asProcessed(object, original, labels.object.labels);
      if (isConverted(kind)) {
        const own = ownRef(processed) ?? ref;
        areLabelsUsed = true;
        for (const one of unresolved)
          if (isRead(kind, one.path)) this.#problems.add(unresolvedProblem(one, own, ref, where));
        if (stripped !== undefined) this.#problems.add(strippedProblem(stripped, own, where));
      }
      const names = [
        ...new Set(
          [...unresolved, ...labels.unresolved].flatMap(({ parameters }) => parameters.map(({ name }) => name)),
        ),
      ];
      this.#object(processed, where, 0, names.length === 0 ? undefined : names);
    }
    if (areLabelsUsed) for (const one of labels.unresolved) this.#problems.add(unresolvedProblem(one, ref, ref, place));
  }

  #incomplete(place: Place, path: readonly string[], message: string, next: string): void {
    const source = place.positionOf(path);
    this.#problems.add({ code: 'RS0107', severity: 'error', source, message, next });
  }

  #notText(problem: NotText, object: ObjectRef, place: Place): void {
    const field = formatFieldPath(problem.path);
    const isMapping = field === 'metadata.labels' || field === 'metadata.annotations';
    const expected = isMapping ? 'a mapping' : 'a text';
    this.#problems.add({
      code: 'RS0108',
      severity: problem.kept ? 'warning' : 'error',
      source: place.positionOf(problem.path),
      message: `${field}: expected ${expected}, got ${problem.got}${problem.kept ? '; it was read as it is written' : ''}`,
      next: problem.kept
        ? 'Put the value in quotes; the API server rejects the object as it is.'
        : 'Correct the field.',
      object,
      field,
    });
  }
}

/** What an object of a Template is called, where it is complete. */
function ownRef(content: Content): ObjectRef | undefined {
  const [apiVersion, kind] = [textOf(content, 'apiVersion'), textOf(content, 'kind')];
  const name = isRecord(content.metadata) ? textOf(content.metadata, 'name') : undefined;
  if (apiVersion === undefined || kind === undefined || name === undefined) return undefined;
  return refOf(content, apiVersion, kind, name);
}

function refOf(content: Content, apiVersion: string, kind: string, name: string): ObjectRef {
  const namespace = isRecord(content.metadata) ? textOf(content.metadata, 'namespace') : undefined;
  return namespace === undefined || namespace === ''
    ? { apiVersion, kind, name }
    : { apiVersion, kind, namespace, name };
}

/** The items of a typed list (`IngressList`) as the API serves them carry no type of their own. */
function withListType(item: Content, listKind: string, list: Content): Content {
  if (listKind === 'List' || Object.hasOwn(item, 'kind')) return item;
  return { apiVersion: list.apiVersion, kind: listKind.slice(0, -'List'.length), ...item };
}

function textOf(content: Content, key: string): string | undefined {
  const value = Object.hasOwn(content, key) ? content[key] : undefined;
  return typeof value === 'string' ? value : undefined;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
