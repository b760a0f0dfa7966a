/** A place in an input: 1-based line and column, as editors and SARIF count them. */
export interface SourcePosition {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** What names an object in a report. Never an identity: two files may hold two objects of the same name. */
export interface ObjectRef {
  readonly apiVersion: string;
  readonly kind: string;
  /** As written: absent when the manifest has none. */
  readonly namespace?: string | undefined;
  readonly name: string;
}

/** `Ingress shop/web`, or the kind and name alone where the manifest has no namespace. */
export function formatRef({ kind, namespace, name }: ObjectRef): string {
  return namespace === undefined ? `${kind} ${name}` : `${kind} ${namespace}/${name}`;
}

/** A step into an object: a key or a list index. */
export type FieldPath = readonly (string | number)[];

/** `spec.rules[0].http.paths[1]`, the form in which reports name fields. */
export function formatFieldPath(path: FieldPath): string {
  let text = '';
  for (const step of path) text = withStep(text, step);
  return text;
}

/** The text of a path with one step more. */
export function withStep(text: string, step: string | number): string {
  if (typeof step === 'number') return `${text}[${step}]`;
  return text === '' ? step : `${text}.${step}`;
}

/** What a certificate vouches for. Public facts only. */
export interface CertificateNames {
  readonly dnsNames: readonly string[];
  readonly commonName?: string | undefined;
}

/** A certificate with its private key, in PEM. Kept only where the caller asked for it; never part of a report. */
export interface KeyPair {
  readonly certificate: string;
  readonly key: string;
}

/** As htpasswd names them; `sha` is the unsalted SHA-1 that is written `{SHA}`. */
export type PasswordHash = 'sha' | 'apr1' | 'bcrypt' | 'crypt' | 'plain' | 'unreadable';

/** One object of an input, kept with the way back to its text. Its identity is the JavaScript object itself. */
export interface Manifest {
  readonly ref: ObjectRef;
  /** Where the object begins. */
  readonly source: SourcePosition;
  /** The plain object as parsed; the values of Secrets are empty. */
  readonly content: Readonly<Record<string, unknown>>;
  /** For Secrets: what the certificate in `tls.crt` vouches for, read before its value was forgotten. */
  readonly certificate?: CertificateNames | undefined;
  /** For Secrets: the certificates under `tls.crt` and `ca.crt`, in PEM. They are public, and keys are never among them. */
  readonly certificates?: Readonly<Record<string, string>> | undefined;
  /** For Secrets and Routes, and only where parsing was asked to keep them: the certificate and key that it holds. */
  readonly keyPair?: KeyPair | undefined;
  /** For Secrets: how the passwords of the users that it may hold are hashed; read before its values were forgotten. */
  readonly hashes?: readonly PasswordHash[] | undefined;
  /** For Secrets, and only where parsing was asked to keep it: the file of users that it holds. */
  readonly users?: string | undefined;
  /** The names of parameters without value whose stand-ins are in the content, where it comes out of a Template. */
  readonly unresolved?: readonly string[] | undefined;
  /**
   * The position of a field's key (for a list item: of the item). A path that is not in the text answers the nearest
   * ancestor that is. Cheap enough to be called for every annotation of a large input.
   */
  locate(path: FieldPath): SourcePosition;
  /** The position of a line (from 1) of a text of several lines, as far as the text tells; else that of its key. */
  locateLine?(path: FieldPath, line: number): SourcePosition;
}

/** Metadata that conversions read. */
export interface ObjectMeta {
  readonly name: string;
  /** As written. */
  readonly namespace?: string | undefined;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  /** Milliseconds since the epoch; absent in manifests from Git. */
  readonly creationTimestamp?: number | undefined;
}
