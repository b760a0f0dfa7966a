/** Why a document cannot be read at all. Thrown where it is composed, caught where it is reported. */
export class DocumentFault extends Error {
  /** Too large, not YAML, or out of bounds in nesting or aliases. */
  readonly code: 'RS0103' | 'RS0104' | 'RS0106';
  /** Offset in the text of the file. */
  readonly offset: number;

  constructor(code: DocumentFault['code'], offset: number, message: string) {
    super(message);
    this.code = code;
    this.offset = offset;
  }
}

/** Nesting allowed in a document, through aliases too. No Kubernetes object comes near. */
export const MAX_DEPTH = 100;

export function tooDeep(offset: number): DocumentFault {
  return new DocumentFault('RS0106', offset, `the document is nested more than ${MAX_DEPTH} levels deep`);
}
