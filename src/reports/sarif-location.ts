import type { Location, LogicalLocation, PhysicalLocation } from 'sarif';
import { formatRef } from '../kubernetes/object.js';
import type { Item } from '../ledger/verdict.js';
import { relativePath } from './findings.js';

/** The name for the folder in which the run began (SARIF 2.1.0, section 3.4.4). */
export const ROOT = 'SRCROOT';

/** Where an item stands: its file and place, and the object and field in the words of Kubernetes. */
export function sarifLocation(item: Item): Location {
  return { physicalLocation: physicalLocation(item), logicalLocations: logicalLocations(item) };
}

function physicalLocation({ source }: Item): PhysicalLocation {
  return {
    artifactLocation: artifactLocation(source.file),
    region: { startLine: source.line, startColumn: source.column },
  };
}

function artifactLocation(file: string): PhysicalLocation['artifactLocation'] {
  const uri = relativePath(file).split('/').map(encoded).join('/');
  if (uri.startsWith('/')) return { uri: `file://${uri}` };
  // What lies outside of the root cannot be told relative to it.
  return uri === '..' || uri.startsWith('../') ? { uri } : { uri, uriBaseId: ROOT };
}

/** RFC 3986, section 3.3. A file name that is no text in Unicode keeps what can be told of it. */
function encoded(segment: string): string {
  return encodeURIComponent(segment.replace(/\p{Surrogate}/gu, '\ufffd'));
}

function logicalLocations({ object, annotation, field }: Item): LogicalLocation[] {
  const name = annotation ?? field;
  const property: LogicalLocation[] = name === '' ? [] : [{ name, kind: 'property' }];
  if (object === undefined) return property;
  const fullyQualifiedName = `${object.apiVersion} ${formatRef(object)}`;
  return [
    { name: object.name, fullyQualifiedName, kind: 'object' },
    ...property.map((one) => ({ ...one, fullyQualifiedName: `${fullyQualifiedName} ${name}` })),
  ];
}
