import { Environment, Optional } from '@marcbachmann/cel-js';
import { goRegexp } from './go-regexp.js';
import { isDnsLabel } from './metadata-violations.js';
import { isIpLiteral } from './value-formats.js';

/** A compiled rule: true or false, or the error with which the evaluation ended (a refusal too, as in Kubernetes). */
export type CelRule = (self: unknown) => boolean | Error;

/** The nodes of the library's syntax tree that the adapters here look at. */
interface AstNode {
  readonly op: string;
  readonly args: unknown;
}
interface TypeChecker {
  check(node: AstNode, context: unknown): unknown;
  getType(name: string): unknown;
}
interface Evaluator {
  run(node: AstNode, context: unknown): unknown;
}

class FormatNamespace {}
class NamedFormat {
  readonly accepts: (text: string) => boolean;
  constructor(accepts: (text: string) => boolean) {
    this.accepts = accepts;
  }
}
const DNS_LABEL = new NamedFormat(isDnsLabel);

const environment = new Environment({ enableOptionalTypes: true, homogeneousAggregateLiterals: false })
  .registerVariable('self', 'dyn')
  .registerFunction('hasField(ast): bool', hasFieldMacro)
  .registerFunction('string.matchesRe2(string): bool', matchesRe2)
  .registerFunction('matchesRe2(string, string): bool', matchesRe2)
  .registerFunction('isIP(string): bool', isIpLiteral)
  .registerType('FormatNamespace', FormatNamespace)
  .registerType('NamedFormat', NamedFormat)
  .registerConstant('format', 'FormatNamespace', new FormatNamespace())
  .registerFunction('FormatNamespace.dns1123Label(): NamedFormat', () => DNS_LABEL)
  .registerFunction('NamedFormat.validate(string): optional<list<string>>', validateFormat)
  // cel-go compares by identity as soon as one side is null, and an empty optional is not null.
  .registerOperator('optional<list<string>> == null', () => false);

const compiled = new Map<string, CelRule | undefined>();

/**
 * Compiles one rule of `x-kubernetes-validations`; each text once. Undefined for a transition rule (one that reads
 * `oldSelf`), which has nothing to say about an object that is being created.
 *
 * @throws Error when the engine cannot parse or type the rule; a test holds all rules of the known CRDs against this.
 */
export function compileRule(rule: string): CelRule | undefined {
  if (compiled.has(rule)) return compiled.get(rule);
  const made = /\boldSelf\b/.test(rule) ? undefined : evaluable(rule);
  compiled.set(rule, made);
  return made;
}

function evaluable(rule: string): CelRule {
  const program = environment.parse(adapted(rule));
  const { valid, type, error } = program.check();
  if (!valid) throw new Error(`CEL rule cannot be typed: ${rule}\n${error?.message}`);
  if (type !== 'bool' && type !== 'dyn') throw new Error(`CEL rule is ${type} instead of bool: ${rule}`);
  return (self) => {
    try {
      const answer: unknown = program({ self });
      return typeof answer === 'boolean' ? answer : new Error(`the rule answered ${String(answer)}`);
    } catch (error) {
      return error instanceof Error ? error : new Error(String(error));
    }
  };
}

/** String literals are skipped (raw ones know no escapes); of the rest, the two calls that need another definition. */
const LITERAL_OR_CALL =
  /[rR](?:""".*?"""|'''.*?'''|"[^"]*"|'[^']*')|""".*?"""|'''.*?'''|"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|\b(has|matches)(?=\s*\()/gs;

/**
 * The rule with the calls renamed whose definition in the library differs from Kubernetes': its `has` refuses index
 * steps (`has(self[0].matches)`), its `matches` is JavaScript's RegExp instead of RE2. Both names are taken there and
 * cannot be registered again.
 */
function adapted(rule: string): string {
  return rule.replace(LITERAL_OR_CALL, (text: string, call: string | undefined) => {
    if (call === undefined) return text;
    return call === 'has' ? 'hasField' : 'matchesRe2';
  });
}

/** `has(a.b)`: whether b is there; what stands before b must exist, or the rule ends in an error. */
function hasFieldMacro({ args }: { readonly args: readonly AstNode[] }): object {
  const [operand, field] = selection(args[0]);
  return {
    typeCheck(checker: TypeChecker, _macro: unknown, context: unknown): unknown {
      checker.check(operand, context);
      return checker.getType('bool');
    },
    evaluate(evaluator: Evaluator, _macro: unknown, context: unknown): boolean {
      const owner = evaluator.run(operand, context);
      if (owner instanceof Map) return owner.has(field);
      if (typeof owner === 'object' && owner !== null && !Array.isArray(owner)) return Object.hasOwn(owner, field);
      throw new Error(`has() cannot look for ${field} in a value without fields`);
    },
    async: false,
  };
}

function selection(node: AstNode | undefined): readonly [AstNode, string] {
  if (node?.op === '.' && Array.isArray(node.args)) {
    const [operand, field]: unknown[] = node.args;
    if (isAstNode(operand) && typeof field === 'string') return [operand, field];
  }
  throw new Error('has() takes a field selection');
}

function isAstNode(value: unknown): value is AstNode {
  return typeof value === 'object' && value !== null && 'op' in value && 'args' in value;
}

function matchesRe2(text: string, pattern: string): boolean {
  return goRegexp(pattern)(text);
}

/** Kubernetes' `format.<name>().validate(text)`: no value when the text is fine, otherwise the complaints. */
function validateFormat(format: NamedFormat, text: string): Optional<string[]> {
  return format.accepts(text) ? Optional.none() : Optional.of(['does not have the format']);
}
