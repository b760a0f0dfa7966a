import type { CatalogueEntry } from './entry.js';

/** RS00 and RS01: reading the input. */
export const input = {
  RS0001: {
    title: 'An item was lost',
    severity: 'error',
    why: 'The program read this item and no part of it took responsibility. It is a defect of routeshift, shown instead of hidden.',
    fix: 'Treat the item as not converted and report it with the manifest.',
  },
  RS0101: {
    title: 'A file cannot be read',
    severity: 'error',
    why: 'The file exists but could not be read (permissions, input error). Everything else was converted.',
    fix: 'Make the file readable and run again.',
  },
  RS0102: {
    title: 'A file is not text',
    severity: 'error',
    why: 'The file holds bytes that no YAML or JSON text has.',
    fix: 'Leave it out, or pass the right file.',
  },
  RS0103: {
    title: 'An input is too large',
    severity: 'error',
    why: 'Files above 64 MiB, documents with millions of values and files with hundreds of thousands of documents are not read: no repository of manifests has them, and they would exhaust memory.',
    fix: 'Split the file.',
  },
  RS0104: {
    title: 'A document is not YAML',
    severity: 'error',
    why: 'The text cannot be parsed. The other documents of the file were converted.',
    fix: 'Correct the text at the given line.',
  },
  RS0105: {
    title: 'A template has to be rendered first',
    severity: 'error',
    why: 'The text holds template actions (Helm, Jinja), which are not YAML.',
    fix: 'Render it and pipe the result: helm template … then routeshift convert -.',
  },
  RS0106: {
    title: 'A document is nested or aliased beyond reason',
    severity: 'error',
    why: 'Aliases that expand to millions of nodes, or nesting a hundred levels deep, are how documents exhaust programs.',
    fix: 'Write the document out.',
  },
  RS0107: {
    title: 'A document is no Kubernetes object',
    severity: 'error',
    why: 'It looks as if it were meant to be one but lacks what every object has.',
    fix: 'Add apiVersion, kind and metadata.name.',
  },
  RS0108: {
    title: 'A field has the wrong shape',
    severity: 'error',
    why: 'The API server would refuse the object. What could be read was converted.',
    fix: 'Correct the field.',
  },
  RS0109: {
    title: 'A file is not JSON',
    severity: 'error',
    why: 'The text cannot be parsed.',
    fix: 'Correct the text at the given line.',
  },
  RS0110: {
    title: 'A key stands twice',
    severity: 'warning',
    why: 'Kubernetes keeps one of two equal keys; which one depends on the tool.',
    fix: 'Remove one of them.',
  },
  RS0111: {
    title: 'No such path',
    severity: 'error',
    why: 'The path does not exist, or the pattern matches no file.',
    fix: 'Check the spelling and the working directory.',
  },
} as const satisfies Record<string, CatalogueEntry>;
