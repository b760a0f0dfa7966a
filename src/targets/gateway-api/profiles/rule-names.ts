import { shortHash } from '../../../kubernetes/short-hash.js';
import type { RuleDraft } from '../draft.js';

/** Names of rules are DNS labels (SectionName, at most 253 characters; labels are safe everywhere). */
const MAX_LABEL = 40;

/** A name for each rule of a route, after its path; those that would collide get a hash, or their place. */
export function ruleNames(drafts: readonly RuleDraft[]): string[] {
  const taken = new Set<string>();
  return drafts.map(({ rule }, index) => {
    const [match] = rule.matches;
    const text = match === undefined ? '' : `${match.path.type}\n${match.path.value}`;
    const plain = (match?.path.value ?? '')
      .replace(/^\(\?i\)/, '')
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-|-$/g, '');
    const base = plain === '' ? 'root' : plain;
    const short =
      base.length > MAX_LABEL ? `${base.slice(0, MAX_LABEL - 6).replace(/-$/, '')}-${shortHash(text)}` : base;
    const name = [short, `${short}-${match?.path.type.toLowerCase() ?? 'rule'}`, `${short}-${index + 1}`].find(
      (candidate) => !taken.has(candidate),
    );
    const given = name ?? `${short}-${shortHash(`${text}\n${index}`)}`;
    taken.add(given);
    return given;
  });
}
