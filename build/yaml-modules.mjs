import { readFileSync } from 'node:fs';
import { load } from 'js-yaml';

/**
 * Plugin for rolldown and vite alike: `import read from './x.yaml'` is a function that gives the content, so that data files
 * stay data, and cost nothing where nobody asks for them.
 */
export function yamlModules() {
  return {
    name: 'yaml-modules',
    enforce: 'pre',
    load(id) {
      const file = id.split('?')[0];
      if (!file.endsWith('.yaml')) return null;
      const json = JSON.stringify(load(readFileSync(file, 'utf8'), { filename: file }));
      const code = `let content;\nexport default () => (content ??= JSON.parse(${JSON.stringify(json)}));`;
      return { code, moduleType: 'js', map: null };
    },
  };
}
