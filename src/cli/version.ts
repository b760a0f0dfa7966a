import manifest from '../../package.json' with { type: 'json' };
import type { Tool } from '../reports/tool.js';

/** Name and version as published; the build compiles them in. */
export const tool: Tool = { name: manifest.name, version: manifest.version };
