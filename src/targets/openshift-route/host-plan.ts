import { isNotFound, type Owner, type Rule, type VirtualHost } from '../../model/traffic.js';
import { heldBack } from '../blocker.js';
import { blockersOf } from './blockers.js';
import { type Cells, cellsOf, literalsOf } from './path-cells.js';
import { holdBackBroader } from './path-leaks.js';
import { holdBackAcrossNamespaces } from './path-namespaces.js';
import { layOut, type Point } from './path-points.js';
import { CELLS, readPath } from './path-reader.js';
import type { Planning } from './planning.js';
import { guardOf } from './protections.js';
import { templateOf } from './rewrite.js';
import { isNeverRequested } from './route-path.js';
import { HAND_OVER, isOpen, patternOf, type Standing } from './standing.js';

/** What becomes of a host of the source. */
export interface HostPlan {
  readonly host: VirtualHost;
  readonly standings: readonly Standing[];
  readonly points: readonly Point[];
  /** The rules whose wildcard Routes take what no Route of the host takes (semantics 2.3). */
  readonly above: readonly Standing[];
  /** Those for whom another controller's wildcard Routes do so. */
  readonly besides: readonly Owner[];
  /** Rules that no request ever reaches. */
  readonly unreachable: ReadonlyMap<Standing, string>;
}

/** Plans the Routes of a host. Says nothing to the ledger. */
export function planHost(
  host: VirtualHost,
  above: readonly Standing[],
  besides: readonly Owner[],
  planning: Planning,
): HostPlan {
  const standings = standingsOf(host, planning);
  const literals = literalsOf(standings.map(({ reader }) => reader));
  const handsOver = planning.options.accept.some((word) => word === HAND_OVER);
  const cells = cellsOf(literals, standings, (contender) => handsOver && contender.guard === '');
  holdBackBroader(standings, cells);
  holdBackBehind(standings, cells);
  holdBackAcrossNamespaces(standings, above, cells, planning.router);
  settle(standings, planning);
  let points: readonly Point[] = [];
  // What one path holds back may close another one: until nothing changes, which is after each rule once at the latest.
  for (let round = 0; round <= standings.length; round += 1) {
    for (const standing of standings) standing.notes.length = 0;
    const before = heldOf(standings);
    points = layOut(literals, cells, above.length > 0 || besides.length > 0);
    if (heldOf(standings) === before) break;
    settle(standings, planning);
  }
  return { host, standings, points, above, besides, unreachable: unreachableOf(standings, cells) };
}

function heldOf(standings: readonly Standing[]): number {
  return standings.reduce((sum, { holding }) => sum + holding.length, 0);
}

/** Moves what was accepted by name from what holds a rule back to what it is published without. */
function settle(standings: readonly Standing[], { options, ledger }: Planning): void {
  for (const standing of standings) {
    const { accepted, holding } = heldBack(standing.holding, options, ledger);
    if (accepted.length === 0) continue;
    standing.holding.splice(0, standing.holding.length, ...holding);
    for (const one of accepted)
      if (!standing.accepted.some(({ code, what }) => code === one.code && what === one.what))
        standing.accepted.push(one);
  }
}

function standingsOf(host: VirtualHost, planning: Planning): Standing[] {
  const standings: Standing[] = [];
  host.rules.forEach((rule, index) => {
    const reader = readPath(rule);
    const { action } = rule;
    const asked = !isPassedBy(host, rule) && (action.kind !== 'respond' || host.host.kind === 'any');
    const blockers = asked ? blockersOf(host, reader, planning) : [];
    const { accepted, holding } = heldBack(blockers, planning.options, planning.ledger);
    const answersItself = action.kind === 'respond';
    standings.push({
      index,
      reader,
      holding: [...holding],
      accepted: [...accepted],
      guard: answersItself ? (isNotFound(action) ? '' : 'closed') : guardOf(rule.policies, accepted),
      // Behind a passthrough, plain HTTP that is redirected is redirected by the Route of the passthrough.
      isNothing: isNotFound(action) || isPassedBy(host, rule),
      isPassed: isPassedBy(host, rule),
      isAnswer: answersItself && !isNotFound(action),
      isRedirect: action.kind === 'redirect',
      notes: [],
      same: standings.find((other) => other.same === undefined && hasSameContent(other, rule)),
    });
  });
  return standings;
}

/**
 * Whether plain HTTP of a host is redirected by its passthrough Route, which does so for every path that no other Route
 * takes; one that takes them all leaves nothing to redirect.
 */
export function redirectsPlainHttp({ host, points, standings }: HostPlan): boolean {
  if (points.some(({ literal, open }) => literal === '' && open !== undefined)) return false;
  return host.tls.kind === 'http-only' && standings.some(({ isPassed }) => isPassed);
}

/** TLS of the host passes through and plain HTTP is sent there: the rule forwards no request. */
export function isPassedBy(host: VirtualHost, rule: Rule): boolean {
  return host.tls.kind === 'http-only' && rule.action.kind === 'forward' && rule.plainHttp.kind === 'redirect';
}

/** Whether one Route can stand for both: an exact path beside the same path as a prefix is common. */
function hasSameContent({ reader }: Standing, rule: Rule): boolean {
  const other = reader.rule;
  if (other.action.kind !== 'forward' || rule.action.kind !== 'forward') return false;
  if (other.owner !== rule.owner || other.policies !== rule.policies) return false;
  if (templateOf(other) !== undefined || templateOf(rule) !== undefined) return false;
  const [a, b] = [other.action.split, rule.action.split];
  return (
    other.plainHttp.kind === rule.plainHttp.kind &&
    a.alternative === undefined &&
    b.alternative === undefined &&
    a.primary.service === b.primary.service &&
    a.primary.writtenPort === b.primary.writtenPort
  );
}

/** A rule all of whose paths an expression before it may take is held back; one that loses some of them says so. */
function holdBackBehind(standings: readonly Standing[], cells: Cells): void {
  for (const standing of standings) {
    if (!isOpen(standing)) continue;
    const own = [...cells].flatMap(([literal, takers]) =>
      CELLS.flatMap((cell) => (takers[cell]?.standing === standing ? [{ literal, taker: takers[cell] }] : [])),
    );
    const lost = own.filter(({ taker }) => taker.contender !== undefined);
    const [first] = lost;
    const contender = first?.taker.contender;
    if (contender === undefined || lost.length < own.length) continue;
    standing.holding.push({
      code: HAND_OVER,
      items: standing.reader.rule.from,
      details: [],
      verdict: 'unsupported',
      what: `${patternOf(contender)} (${contender.reader.rule.label}), which is tried before this path and may take requests from it`,
      next: `Write the paths of ${patternOf(contender)} out one by one.`,
      acceptable: contender.guard === '',
    });
  }
}

/** An expression open at its end still has the longer names to itself, unless an earlier one has these, too. */
function hasMore(standing: Standing, standings: readonly Standing[]): boolean {
  const { shape, literal } = standing.reader;
  if (shape?.groups.beside === undefined) return false;
  return !standings.some(
    ({ index, reader }) =>
      index < standing.index &&
      reader.shape?.groups.beside !== undefined &&
      (reader.cased
        ? literal.startsWith(reader.literal)
        : literal.toLowerCase().startsWith(reader.literal.toLowerCase())),
  );
}

function sayMore({ reader, notes }: Standing): void {
  notes.push({
    verdict: 'unsupported',
    code: 'RS2193',
    severity: 'warning',
    message: `earlier rules take the path and what lies below; of longer names (${reader.literal}x), which are left to this one, no Route is made`,
    next: 'Add a rule for the longer names that clients really use.',
  });
}

function unreachableOf(standings: readonly Standing[], cells: Cells): Map<Standing, string> {
  const reached = new Set<Standing | undefined>();
  for (const takers of cells.values())
    for (const cell of CELLS) {
      const taker = takers[cell];
      reached.add(taker?.standing);
      for (const other of taker?.before ?? []) reached.add(other);
    }
  const found = new Map<Standing, string>();
  for (const standing of standings) {
    if (isNeverRequested(standing.reader.literal))
      found.set(
        standing,
        'paths are compared after merging slashes and resolving dots, so no request ever has this path',
      );
    else if (!reached.has(standing)) {
      if (hasMore(standing, standings)) sayMore(standing);
      else found.set(standing, 'an earlier rule of the host takes the same paths');
    }
  }
  return found;
}
