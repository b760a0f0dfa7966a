import path from 'node:path';
import type { Command } from 'commander';
import { asList } from '../config/content.js';
import { globMatcher } from '../config/globs.js';
import { pathFilter } from '../manifests/path-filter.js';
import { DEFAULT_OPTIONS } from '../options.js';
import { ConfigFlags } from './config-flags.js';
import { configPlaces, findConfig, nameOfPath } from './find-config.js';
import { type ConvertFlags, FLAGS_OF, OF_CONTROLLER } from './options.js';
import { type EarlierText, readConfigFile, readMappings, unusable } from './read-own-files.js';
import { ConfigFolder, type Override, type Setup } from './setup.js';

/**
 * Gives a command the settings of its configuration, which its flags outdo, and the mappings that both name.
 *
 * @param inputs the paths that the command reads; they decide which configuration is the nearest
 * @param earlier where the files of another revision are read; one that is named, and not there, is the present one
 */
export async function configure(command: Command, inputs: readonly string[], earlier?: EarlierText): Promise<void> {
  const { config: asked } = command.opts<{ readonly config?: string | false }>();
  const cwd = process.cwd();
  const nearest = async () =>
    earlier === undefined ? findConfig(inputs, cwd) : await findEarlier(configPlaces(inputs, cwd), earlier);
  const file = asked === false ? undefined : asked === undefined ? await nearest() : path.resolve(cwd, asked);
  if (file !== undefined) await applyConfig(command, file, asked || undefined, earlier);
  const { mappings = [] } = command.opts<ConvertFlags>();
  if (mappings.length > 0) command.setOptionValue('ownMappings', await readMappings(mappings, earlier));
}

async function findEarlier(places: Iterable<string>, earlier: EarlierText): Promise<string | undefined> {
  for (const file of places) if ((await earlier(file)) !== undefined) return file;
  return undefined;
}

async function applyConfig(
  command: Command,
  file: string,
  asked: string | undefined,
  earlier: EarlierText | undefined,
): Promise<void> {
  const cwd = process.cwd();
  const name = asked ?? nameOfPath(file, cwd);
  const config = await readConfigFile(file, name, earlier);
  const folder = new ConfigFolder(path.dirname(file), cwd);
  const flags = new ConfigFlags(command, config, folder);
  const values = await flags.valuesOf(config.content, []);
  const given = command.opts<ConvertFlags>();
  const to = values.get('to') ?? given.to;
  const foreign = new Set(Object.entries(FLAGS_OF).flatMap(([target, names]) => (target === to ? [] : names)));
  // What describes a controller says nothing about another one that the command line names. To auto it would matter.
  const isAnother =
    flags.isGiven('from') && given.from !== 'auto' && given.from !== (config.content.from ?? DEFAULT_OPTIONS.from);
  if (isAnother) for (const attribute of OF_CONTROLLER) foreign.add(attribute);
  const isMeant = (globs: readonly string[]) => {
    const matches = globMatcher(globs);
    return (input: string): boolean => {
      const inside = folder.nameOf(input);
      return inside !== undefined && matches(inside);
    };
  };
  const overrides: Override[] = [];
  for (const [index, override] of (config.content.overrides ?? []).entries()) {
    const settings = Object.fromEntries(await flags.valuesOf(override, ['overrides', index]));
    const globs = asList(override.paths);
    overrides.push({ name: globs.join(', '), isMeant: isMeant(globs), settings });
  }
  if (flags.problems.length > 0) throw unusable(name, flags.problems);
  for (const [attribute, value] of values)
    if (!foreign.has(attribute)) command.setOptionValueWithSource(attribute, value, 'config');
  const include = flags.isGiven('include') ? [] : asList(config.content.include);
  const exclude = flags.isGiven('exclude') ? [] : asList(config.content.exclude);
  const filter = pathFilter({ include, exclude });
  // What configures the run is no input of it.
  const { mappings = [], baseline } = command.opts<ConvertFlags & { readonly baseline?: string }>();
  const own = new Set(
    [file, ...mappings, ...(baseline === undefined ? [] : [baseline])].map((one) => path.resolve(cwd, one)),
  );
  const setup: Setup = {
    config,
    folder,
    isIncluded: (input) => {
      if (own.has(path.resolve(cwd, input))) return false;
      const inside = folder.nameOf(input);
      return inside === undefined || filter?.takesFile([inside]) !== false;
    },
    overrides,
  };
  command.setOptionValue('setup', setup);
}
