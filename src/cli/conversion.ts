/*
 * What every conversion of the command line needs besides its flags. One room with one door: finding a file takes the start
 * of a program longer than reading it.
 */
export { convertWith } from '../convert-with.js';
export { loadRepertoire } from '../load-repertoire.js';
export { mergedParts } from '../merged-parts.js';
export { yamlStream } from '../writing/write-yaml.js';
export { configure } from './configure.js';
export { judged } from './judged.js';
export { readParts } from './parts.js';
