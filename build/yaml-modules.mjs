import { readFileSync } from 'node:fs';
import { load } from 'js-yaml';

/**
 * Plugin for rolldown and vite alike: `import data from './x.yaml'` is the parsed content, so that data files stay data
 * and cost nothing to parse when the program starts.
 */
export function yamlModules() {
  return {
    name: 'yaml-modules',
    enforce: 'pre',
    load(id) {
      const file = id.split('?')[0];
      if (!file.endsWith('.yaml')) return null;
      const json = JSON.stringify(load(readFileSync(file, 'utf8'), { filename: file }));
      return { code: `export default JSON.parse(${JSON.stringify(json)});`, moduleType: 'js', map: null };
    },
  };
}
