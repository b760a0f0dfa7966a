/** Something that the user can put right: printed as one line, without a stack, with exit status 1. */
export class UsageError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'UsageError';
  }
}

/** The words of a file system error: `no such file or directory` rather than a stack or a bare code. */
export function systemReason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const words = /^[A-Z0-9]+: ([^,]+)/.exec(error.message)?.[1];
  return words ?? error.message;
}

/** Whether the error comes from the system (files, permissions, space) and not from the program. */
export function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'code' in error && 'syscall' in error;
}
