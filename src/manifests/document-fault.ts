import type { InputProblemCode } from './problem.js';

/** Why a document cannot be read at all. Thrown by the parsers of this room, caught where the document is reported. */
export class DocumentFault extends Error {
  readonly code: InputProblemCode;
  /** Offset in the text of the file. */
  readonly offset: number;

  constructor(code: InputProblemCode, offset: number, message: string) {
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
