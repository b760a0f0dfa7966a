import type { RouteRewrite } from '../context.js';
import type { RouterAnnotations } from '../router-annotations.js';

const TARGET = 'haproxy.router.openshift.io/rewrite-target';

/**
 * The rewrite of a Route. The part of the URL that `spec.path` matches is replaced by the target and the rest is appended
 * as it is; `#` ends the target and drops the rest; the target `/` swallows one slash (reference §2.7).
 */
export function readRewrite(annotations: RouterAnnotations, path: string, isPassthrough: boolean): RouteRewrite {
  const written = annotations.text(TARGET);
  if (written === undefined) return { kind: 'none' };
  const { value, from } = written;
  if (isPassthrough) {
    annotations.idle(TARGET, 'requests of a passthrough Route are not seen by the router');
    return { kind: 'none' };
  }
  if (!value.startsWith('/') || /[\r\n]/.test(value)) {
    annotations.invalid(TARGET, 'does not begin with /, so the router rewrites nothing', 'Write a path.');
    return { kind: 'none' };
  }
  switch (patternOf(path)) {
    case 'invalid':
      annotations.say(TARGET, {
        verdict: 'invalid',
        code: 'RS2135',
        message: `${path} is an expression for the rewrite, and none that HAProxy can read: it refuses the whole configuration, and no Route of this router is updated any more`,
        next: 'Remove the annotation, or the brackets of the path.',
      });
      return { kind: 'none' };
    case 'other':
      annotations.idle(TARGET, `the rewrite takes ${path} for an expression, which the path itself does not match`);
      return { kind: 'none' };
    case 'unclear':
      return { kind: 'inexpressible', rewrite: written };
    case 'itself':
  }
  if (/[\\'"?]/.test(value)) return { kind: 'inexpressible', rewrite: written };
  const hash = value.indexOf('#');
  if (hash >= 0) return { kind: 'rewrite', rewrite: { value: { template: value.slice(0, hash) }, from } };
  if (value === '/' && (path === '' || path === '/')) {
    annotations.idle(TARGET, 'the path stays as it is');
    return { kind: 'none' };
  }
  const isRoot = value === '/' && !path.endsWith('/');
  return { kind: 'rewrite', rewrite: { value: { template: isRoot ? '' : value, prefix: path }, from } };
}

/**
 * What the path of a Route is as an expression, which the rewrite takes it for: one that matches the path itself and puts
 * the rest behind it, one that matches something else, one that nobody can read, or one that is beyond telling.
 */
function patternOf(path: string): 'itself' | 'other' | 'invalid' | 'unclear' {
  if (!/[\\^$*+?()[\]{}|]/.test(path)) return 'itself';
  // Expressions come from files and may be built to backtrack for ever: only tame ones are run.
  if (/\)[*+{?]/.test(path) || (path.match(/[*+?{]/g)?.length ?? 0) > 3) return 'unclear';
  try {
    const pattern = new RegExp(`^${path}(.*)$`);
    const rests = ['', '/', '/x'].map((rest) => ({ rest, found: pattern.exec(path + rest) }));
    if (rests.every(({ found }) => found === null)) return 'other';
    return rests.every(({ rest, found }) => found?.length === 2 && found[1] === rest) ? 'itself' : 'unclear';
  } catch {
    return 'invalid';
  }
}
