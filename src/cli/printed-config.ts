import type { Command } from 'commander';
import type { FieldPath } from '../kubernetes/object.js';
import type { ConvertFlags } from './options.js';

/** Flags that configure the configuration. */
const APART = new Set(['config', 'help', 'version']);
/** Settings that no flag has. */
const TABLES = ['include', 'exclude', 'gateways', 'severities', 'suppressions', 'overrides'] as const;

/** The effective configuration as YAML, with a comment behind each setting that says where it comes from. */
export function printed(command: Command): string {
  const { setup } = command.opts<ConvertFlags>();
  const rows: (readonly [string, string])[] = [];
  const placeOf = (path: FieldPath): string => {
    if (setup === undefined) return '';
    const { file, line } = setup.config.locate(path);
    return `${file}:${line}`;
  };
  const seen = new Set(APART);
  for (const option of command.options) {
    const attribute = option.attributeName();
    const source = command.getOptionValueSource(attribute);
    if (seen.has(attribute) || source === undefined) continue;
    seen.add(attribute);
    const name = attribute === 'report' ? 'reports' : attribute;
    const where = source === 'config' ? placeOf([name]) : source === 'cli' ? 'command line' : source;
    rows.push([`${name}: ${shown(command.getOptionValue(attribute))}`, where]);
  }
  for (const name of TABLES) {
    const value = setup?.config.content[name];
    if (value === undefined || seen.has(name)) continue;
    rows.push([`${name}:`, placeOf([name])]);
    for (const [key, entry] of Object.entries(value)) {
      const index = Array.isArray(value) ? Number(key) : key;
      const label = Array.isArray(value) ? '-' : `${JSON.stringify(key)}:`;
      rows.push([`  ${label} ${JSON.stringify(entry)}`, placeOf([name, index])]);
    }
  }
  const width = Math.min(60, Math.max(...rows.map(([text]) => text.length)));
  return rows.map(([text, where]) => `${where === '' ? text : `${text.padEnd(width)}  # ${where}`}\n`).join('');
}

/** A value of a flag as a configuration would have it. */
function shown(value: unknown): string {
  if (Array.isArray(value)) {
    const pairs = value.filter((item): item is [string, string] => Array.isArray(item));
    if (pairs.length > 0) return JSON.stringify(Object.fromEntries(pairs));
    return JSON.stringify(value.map(plain));
  }
  const text = plain(value);
  return typeof text === 'string' && /^[A-Za-z][-\w./]*$/.test(text) ? text : JSON.stringify(text);
}

function plain(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const { namespace, name, port, format, file } = value as Readonly<Record<string, unknown>>;
  if (format !== undefined) return file === undefined ? format : `${format}=${file}`;
  if (name === undefined) return value;
  return port === undefined ? `${namespace}/${name}` : `${namespace}/${name}:${port}`;
}
