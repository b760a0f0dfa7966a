import type { Traced } from '../../../model/traced.js';
import type { Rewrite } from '../../../model/traffic.js';
import type { RouterAnnotations } from '../router-annotations.js';

const TARGET = 'haproxy.router.openshift.io/rewrite-target';

/**
 * The rewrite of a Route. The part of the URL that `spec.path` matches is replaced by the target and the rest is appended
 * as it is; `#` ends the target and drops the rest; the target `/` swallows one slash (reference §2.7).
 */
export function readRewrite(
  annotations: RouterAnnotations,
  path: string,
  isPassthrough: boolean,
): Traced<Rewrite> | undefined {
  const written = annotations.text(TARGET);
  if (written === undefined) return undefined;
  const { value, from } = written;
  if (isPassthrough) {
    annotations.idle(TARGET, 'requests of a passthrough Route are not seen by the router');
    return undefined;
  }
  if (!value.startsWith('/') && annotations.isOpen(TARGET)) {
    const inexpressible = `the rewrite to ${value}, which is not known before the parameter has a value`;
    return { value: { template: value, inexpressible }, from };
  }
  if (!value.startsWith('/') || /[\r\n]/.test(value)) {
    annotations.invalid(TARGET, 'does not begin with /, so the router rewrites nothing', 'Write a path.');
    return undefined;
  }
  if (/^\/\/+$/.test(path)) {
    annotations.idle(TARGET, `the Route takes every path, and the rewrite those that begin with ${path} only`);
    return undefined;
  }
  switch (patternOf(path)) {
    case 'invalid':
      annotations.say(TARGET, {
        verdict: 'invalid',
        code: 'RS2135',
        message: `${path} is an expression for the rewrite, and none that HAProxy can read: it refuses the whole configuration, and no Route of this router is updated any more`,
        next: 'Remove the annotation, or the brackets of the path.',
      });
      return undefined;
    case 'other':
      annotations.idle(TARGET, `the rewrite takes ${path} for an expression, which the path itself does not match`);
      return undefined;
    case 'unclear':
      return unclear(written);
    case 'itself':
  }
  if (/[\\'"?]/.test(value)) return unclear(written);
  const hash = value.indexOf('#');
  const target = withoutDoubles(hash < 0 ? value : value.slice(0, hash));
  if (hash >= 0) return { value: { template: target }, from };
  if (value === '/' && (path === '' || path === '/')) {
    annotations.idle(TARGET, 'the path stays as it is');
    return undefined;
  }
  const isRoot = value === '/' && !path.endsWith('/');
  return { value: { template: isRoot ? '' : target, prefix: path }, from };
}

function unclear({ value, from }: Traced<string>): Traced<Rewrite> {
  const inexpressible = `the rewrite to ${value}, which holds what the router and HAProxy read as more than text`;
  return { value: { template: value, inexpressible }, from };
}

/** HAProxy reads `%%` as one percent sign; the router doubles those that stand alone. */
function withoutDoubles(target: string): string {
  return target.replace(/%+/g, (run) => (run.length % 2 === 0 ? run.slice(run.length / 2) : run));
}

/**
 * What the path of a Route is as an expression, which the rewrite takes it for: one that matches the path itself and puts
 * the rest behind it, one that matches something else, one that nobody can read, or one that is beyond telling.
 */
function patternOf(path: string): 'itself' | 'other' | 'invalid' | 'unclear' {
  if (!/[\\^$*+?()[\]{}|]/.test(path)) return 'itself';
  // Expressions come from files and may be built to backtrack for ever: only tame ones are run.
  if (path.length > 2048 || /\)[*+{?]/.test(path) || (path.match(/[*+?{]/g)?.length ?? 0) > 3) return 'unclear';
  try {
    const pattern = new RegExp(`^${path}(.*)$`);
    const rests = ['', '/', '/x'].map((rest) => ({ rest, found: pattern.exec(path + rest) }));
    if (rests.every(({ found }) => found === null)) return 'other';
    return rests.every(({ rest, found }) => found?.length === 2 && found[1] === rest) ? 'itself' : 'unclear';
  } catch {
    return 'invalid';
  }
}
