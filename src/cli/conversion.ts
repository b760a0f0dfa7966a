/*
 * What every conversion of the command line needs besides its flags. One room with one door: finding a file takes the start
 * of a program longer than reading it.
 */
export { convert } from '../convert.js';
export { mergedParts } from '../merged-parts.js';
export { yamlStream } from '../writing/write-yaml.js';
export { configure } from './configure.js';
export { judged } from './judged.js';
export { readParts } from './parts.js';
