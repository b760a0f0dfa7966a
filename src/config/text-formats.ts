import type { TextFormat } from '../mappings/content-shape.js';
import { PROFILE_VERSIONS, PROFILES, profileWords } from '../profile.js';

const NAME = '[a-z0-9](?:[-a-z0-9.]{0,251}[a-z0-9])?';
/** Not blank, neither absolute nor home nor a drive, and nothing that leads upwards. */
const INSIDE = '(?=.*\\S)(?![/\\\\~])(?![A-Za-z]:)(?!(?:.*[/\\\\])?\\.\\.(?:[/\\\\]|$)).+';

export const KUBERNETES_NAME: TextFormat = {
  pattern: `^${NAME}$`,
  words: 'a Kubernetes name (lower case letters, digits, - and .)',
};

export const NAMESPACED_NAME: TextFormat = { pattern: `^${NAME}/${NAME}$`, words: 'NAMESPACE/NAME' };

export const SERVICE_NAME: TextFormat = {
  pattern: `^${NAME}/${NAME}(?::[1-9][0-9]{0,4})?$`,
  words: 'NAMESPACE/NAME or NAMESPACE/NAME:PORT',
};

export const ANNOTATION_PREFIX: TextFormat = { pattern: `^${NAME}/?$`, words: 'the prefix of annotation keys' };

export const PARAMETER_NAME: TextFormat = {
  pattern: '^[a-zA-Z0-9_]+$',
  words: 'the name of a parameter (letters, digits and _)',
};

export const HOST: TextFormat = {
  pattern: `^(?:\\*|(?:\\*\\.)?${NAME})$`,
  words: 'a host name in lower case, such as shop.example.com, *.example.com or *',
};

export const INSIDE_PATH: TextFormat = {
  pattern: `^${INSIDE}$`,
  words: 'a path below the folder of this file (relative, without ..)',
};

export const GLOB: TextFormat = {
  pattern: `^!?${INSIDE}$`,
  words: 'a glob below the folder of this file (relative, without ..)',
};

export const REPORT: TextFormat = {
  pattern: `^[a-z]+(?:=${INSIDE})?$`,
  words: 'FORMAT or FORMAT=FILE, with a file below the folder of this file',
};

export const FINDING_CODE: TextFormat = { pattern: '^RS[0-9]{4}$', words: 'the code of a finding, such as RS1711' };

export const DAY: TextFormat = { pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}$', words: 'a day as YYYY-MM-DD' };

export const PROFILE: TextFormat = {
  pattern: `^(?:${PROFILES.map((name) => {
    const versions = PROFILE_VERSIONS[name].map((version) => version.replace('.', '\\.'));
    return versions.length === 0 ? name : `${name}(?:@v?(?:${versions.join('|')})(?:\\..+)?)?`;
  }).join('|')})$`,
  words: `a profile (${profileWords()})`,
};
