import { type Command, InvalidArgumentError, type Option } from 'commander';
import { asList, type ConversionSettings, type GatewayContent, TOPOLOGY } from '../config/content.js';
import type { FileProblem } from '../config/located-yaml.js';
import type { Config } from '../config/read-config.js';
import type { FieldPath } from '../kubernetes/object.js';
import type { GatewayChoice, GatewayChoices, TargetName } from '../options.js';
import type { ConvertFlags } from './options.js';
import type { ConfigFolder } from './setup.js';

/** Settings that are paths, relative to the folder of the configuration. */
const PATHS: ReadonlySet<string> = new Set(['output', 'controllerConfig', 'probes', 'mappings', 'baseline']);
/** Settings of which flags have another name, or none. */
const APART: ReadonlySet<string> = new Set(['$schema', 'paths', 'gateways', 'include', 'exclude']);
const APART_OF_RUN: ReadonlySet<string> = new Set(['severities', 'suppressions', 'overrides']);
const ABOUT_EXISTING = ['gateway', 'httpListener', 'httpsListener'] as const;

/** Turns settings of a configuration into values of a command's flags, by the parsers of the flags themselves. */
export class ConfigFlags {
  readonly problems: FileProblem[] = [];
  readonly #command: Command;
  readonly #config: Config;
  readonly #folder: ConfigFolder;

  constructor(command: Command, config: Config, folder: ConfigFolder) {
    this.#command = command;
    this.#config = config;
    this.#folder = folder;
  }

  isGiven(attribute: string): boolean {
    return this.#command.getOptionValueSource(attribute) === 'cli';
  }

  /** The values that settings give to flags; flags of the command line win, and those of other commands are passed over. */
  async valuesOf(settings: object, at: FieldPath): Promise<Map<string, unknown>> {
    const values = new Map<string, unknown>();
    for (const [name, value] of Object.entries(settings)) {
      if (value === undefined || APART.has(name) || APART_OF_RUN.has(name)) continue;
      const attribute = name === 'reports' ? 'report' : name;
      const option = this.#command.options.find((one) => one.attributeName() === attribute);
      // Only a conversion has reports that could be written to the same files every time.
      if (option === undefined || (name === 'reports' && this.#command.name() !== 'convert')) continue;
      if (this.isGiven(attribute) || this.#isOutdone(attribute)) continue;
      try {
        values.set(attribute, await this.#parsed(option, name, value));
      } catch (error) {
        if (!(error instanceof InvalidArgumentError)) throw error;
        this.problems.push({ source: this.#config.locate([...at, name]), message: `${name}: ${error.message}` });
      }
    }
    const { gateways } = settings as ConversionSettings;
    if (gateways !== undefined && !this.isGiven('gateway')) values.set('gateways', choicesOf(gateways));
    return values;
  }

  /** Whether the command line says where routes attach, in a way that leaves this flag no meaning. */
  #isOutdone(attribute: string): boolean {
    const isTopology = TOPOLOGY.some((name) => name === attribute);
    if (isTopology) return this.isGiven('gateway');
    const isExisting = ABOUT_EXISTING.some((name) => name === attribute);
    return isExisting && TOPOLOGY.some((name) => this.isGiven(name));
  }

  async #parsed(option: Option, name: string, value: unknown): Promise<unknown> {
    if (typeof value === 'boolean') return value;
    const texts = name === 'param' ? pairsOf(value) : asList(value as string | readonly string[]);
    let result: unknown;
    for (const text of texts) {
      const resolved = PATHS.has(name) ? await this.#folder.pathTo(text) : await this.#resolvedReport(name, text);
      result = option.parseArg === undefined ? resolved : option.parseArg(resolved, result);
    }
    return result;
  }

  async #resolvedReport(name: string, text: string): Promise<string> {
    const equals = text.indexOf('=');
    if (name !== 'reports' || equals === -1) return text;
    return `${text.slice(0, equals)}=${await this.#folder.pathTo(text.slice(equals + 1))}`;
  }
}

function pairsOf(table: unknown): string[] {
  return Object.entries(table as Readonly<Record<string, string>>).map(([name, value]) => `${name}=${value}`);
}

function choicesOf({ classes, hosts }: NonNullable<ConversionSettings['gateways']>): GatewayChoices {
  const all = (table: Readonly<Record<string, GatewayContent>> | undefined): Record<string, GatewayChoice> =>
    Object.fromEntries(Object.entries(table ?? {}).map(([name, content]) => [name, choiceOf(content)]));
  return { classes: all(classes), hosts: all(hosts) };
}

function choiceOf(content: GatewayContent): GatewayChoice {
  const { gateway, ...listeners } = typeof content === 'string' ? { gateway: content } : content;
  const [namespace = '', name = ''] = gateway.split('/');
  return { gateway: { namespace, name }, ...listeners };
}

/**
 * Flags with those of an override. Where it says anew what routes attach to, or which controller is read, nothing of that is
 * left from before.
 *
 * @param flagsOf flags that only one of the targets has a meaning for
 * @param ofController flags that only mean something for one controller
 */
export function overridden(
  flags: ConvertFlags,
  settings: Partial<ConvertFlags>,
  flagsOf: Readonly<Record<TargetName, readonly string[]>>,
  ofController: readonly string[],
): ConvertFlags {
  const before = new Map<string, unknown>(Object.entries(flags));
  if (settings.from !== undefined && settings.from !== flags.from) for (const name of ofController) before.delete(name);
  if (settings.gateway !== undefined) {
    for (const name of ['gatewayName', 'gatewayNamespace', 'gatewayClass', 'httpListener', 'httpsListener', 'gateways'])
      before.delete(name);
  } else if (TOPOLOGY.some((name) => settings[name] !== undefined)) {
    for (const name of ABOUT_EXISTING) before.delete(name);
  }
  const after = { ...Object.fromEntries(before), ...settings } as unknown as ConvertFlags;
  const foreign = new Set(Object.entries(flagsOf).flatMap(([to, names]) => (to === after.to ? [] : names)));
  for (const name of ALWAYS) foreign.delete(name);
  const fitting = Object.entries(after).filter(([name]) => !foreign.has(name));
  return Object.fromEntries(fitting) as unknown as ConvertFlags;
}

/** Flags that have a value whatever is written. */
const ALWAYS = ['channel', 'gatewayPer', 'listeners'];
