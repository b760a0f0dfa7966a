import { converted, type RouteClaim } from './claims.js';
import type { Point } from './path-points.js';
import { routePath } from './route-path.js';
import type { Standing } from './standing.js';

const AT = 'spec.path';

/** The path of a Route as it is written. */
export function pathOf({ literal, span }: Point): string {
  if (literal === '') return '/';
  return span === 'tree' ? `${routePath(literal)}/` : routePath(literal);
}

/** What the Routes of a rule say about its path. */
export function pathClaims({ reader, notes }: Standing, point: Point): RouteClaim[] {
  const { rule } = reader;
  const claims: RouteClaim[] = notes.map((remark) => ({ items: rule.from, at: AT, remark }));
  const path = pathOf(point);
  const message =
    point.span === 'bare'
      ? `a Route for exactly ${path}: what lies below it has Routes of its own`
      : point.span === 'tree'
        ? `a Route for what lies below ${path}`
        : 'the same requests match';
  claims.push(converted(rule.from, 'RS2160', message, AT));
  claims.push(...spellingClaims(reader));
  if (routePath(point.literal) !== point.literal) {
    claims.push({
      items: rule.from,
      at: AT,
      remark: {
        verdict: 'approximated',
        code: 'RS2190',
        severity: 'warning',
        message: `written percent-encoded as ${path}; the controller compares the decoded path, the router what was sent, so that a request which encodes other characters does not match`,
        next: 'Test the path with your clients.',
      },
    });
  }
  if (reader.rule.regexFrom.length > 0) {
    claims.push({
      items: reader.rule.regexFrom,
      at: AT,
      remark:
        rule.path.kind === 'exact'
          ? {
              verdict: 'converted',
              code: 'RS1020',
              message: 'its paths are exact ones at the controller, as they are here',
            }
          : {
              verdict: 'approximated',
              code: 'RS1020',
              message: 'makes the paths of the host expressions; each of them that has a Route is a literal path there',
            },
    });
  }
  return [...claims, ...rewriteClaims(rule, point)];
}

/** What an expression takes and the Route that closes its paths does not, which a broader Route may take. */
export function closedSpellings({ literal, rule, cased, shape }: Standing['reader']): RouteClaim[] {
  if (rule.path.kind !== 'regex' || literal === '') return [];
  if (cased && shape !== undefined && shape.groups.beside === undefined && !shape.looseDot) return [];
  const other = cased ? literal : literal.toUpperCase() === literal ? literal.toLowerCase() : literal.toUpperCase();
  const message = `the controller takes other spellings of the path, too (${other === literal ? `${literal}x` : other}): the Routes that close it do not, so that a broader Route of the host gets such requests`;
  const next = 'Write the paths out one by one, in the spellings that clients really use.';
  return [
    {
      items: rule.from,
      at: undefined,
      remark: { verdict: 'approximated', code: 'RS2193', severity: 'warning', message, next },
    },
  ];
}

function spellingClaims({ shape, rule, cased }: Standing['reader']): RouteClaim[] {
  if (shape === undefined || shape.literal === '' || rule.path.kind !== 'regex') return [];
  const { literal } = shape;
  const other = cased ? literal : literal.toUpperCase() === literal ? literal.toLowerCase() : literal.toUpperCase();
  const beside = shape.groups.beside !== undefined;
  const differences = [
    ...(beside ? [`longer names (${literal}x)`] : []),
    ...(other === literal ? [] : [`other letter case (${other})`]),
    ...(shape.looseDot ? ['any other character in place of a dot'] : []),
  ];
  if (differences.length === 0) return [];
  return [
    {
      items: rule.from,
      at: AT,
      remark: {
        verdict: 'approximated',
        code: 'RS2193',
        severity: beside || shape.looseDot ? 'warning' : 'info',
        message: `${cased ? 'the controller takes every path that begins so' : 'on this host the controller compares paths as case-insensitive expressions open at the end'}: ${rule.path.pattern} also takes ${differences.join(' and ')}, which the Route does not`,
        next: beside ? 'Add a rule for the longer names that clients really use.' : undefined,
      },
    },
  ];
}

function rewriteClaims(rule: Standing['reader']['rule'], { rewrite, ...point }: Point): RouteClaim[] {
  if (rule.action.kind !== 'forward' || rule.action.rewrite === undefined) return [];
  const { from } = rule.action.rewrite;
  const path = pathOf({ rewrite, ...point });
  if (rewrite.kind !== 'target')
    return [converted(from, 'RS2182', 'the backend sees the path as it was sent, as it does after the rewrite', AT)];
  const { value, misses } = rewrite;
  const { template } = rule.action.rewrite.value;
  const slash = template.startsWith('/') ? '' : ', with the slash in front that the target lacks';
  const asSent = rule.path.kind !== 'regex' && rule.path.asWritten === true;
  const spelling = asSent
    ? ''
    : '; escaped and doubled slashes, which the controller decodes and merges when it rewrites, stay as they were sent';
  const message = value.endsWith('#')
    ? `the whole path is replaced by ${value.slice(0, -1)}${slash}`
    : `proven to put ${value} in place of ${path} and to append the rest${spelling}`;
  if (misses === undefined) return [converted(from, 'RS2182', message, 'metadata.annotations')];
  const remark = { verdict: 'approximated', code: 'RS2182', severity: 'warning' } as const;
  return [
    {
      items: from,
      at: 'metadata.annotations',
      remark: {
        ...remark,
        message: `${message}; ${misses === 'slash' ? 'the path with nothing behind its final slash comes out otherwise than at the controller' : 'the controller sends paths that begin with two slashes, the router with one'}`,
        next: 'Check that the backend means the same by both.',
      },
    },
  ];
}
