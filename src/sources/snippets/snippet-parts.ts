import type { Ledger } from '../../ledger/ledger.js';
import { VERDICTS, type Verdict } from '../../ledger/verdict.js';
import type { ItemId } from '../../model/traced.js';
import type { HeldAnnotations } from '../held-annotations.js';
import type { SnippetEffects } from './effects.js';
import type { WrittenSnippet } from './read-nginx.js';

type ReadSnippet = (snippet: WrittenSnippet) => SnippetEffects;

/** The lines of snippets that were opened, by the annotation that they stand in. */
export class SnippetParts {
  readonly #parts = new Map<ItemId, ItemId[]>();
  readonly #effects = new Map<ItemId, SnippetEffects>();

  /** What a snippet was read as; each is read once, however many places it acts on. */
  effects(annotations: HeldAnnotations, key: string, read: ReadSnippet): SnippetEffects | undefined {
    const whole = annotations.item(key);
    const known = whole === undefined ? undefined : this.#effects.get(whole);
    const written = known === undefined ? this.written(annotations, key) : undefined;
    if (written === undefined) return known;
    const effects = read(written);
    this.#effects.set(written.whole, effects);
    return effects;
  }

  /** An annotation with the way to open its lines; undefined where it is not in force. */
  written(annotations: HeldAnnotations, key: string): WrittenSnippet | undefined {
    const whole = annotations.item(key);
    const text = annotations.raw(key);
    if (whole === undefined || text === undefined) return undefined;
    const parts: ItemId[] = [];
    this.#parts.set(whole, parts);
    const open = (line: number, value: string): ItemId => {
      const item = annotations.ledger.openLine(whole, line, value.replace(/\s+/g, ' '));
      parts.push(item);
      annotations.addPart(item);
      return item;
    };
    return { text, whole, open };
  }

  /** Says of each snippet what became of its lines. To be called when everything else is said. */
  say(ledger: Ledger): void {
    for (const [whole, parts] of this.#parts) {
      for (const item of parts)
        if (ledger.isSilent(item))
          ledger.say(item, {
            verdict: 'redundant',
            code: 'RS2403',
            message:
              'acts on no request: no host of the input fits, another line says otherwise or hides it, or an answer comes before it',
          });
      if (parts.length === 0) {
        ledger.say(whole, { verdict: 'redundant', code: 'RS2403', message: 'it has no directive' });
        continue;
      }
      const verdicts = parts.map((item) => ledger.toldOf([item]).verdict ?? 'unsupported');
      const { verdict = 'unsupported', emitted } = ledger.toldOf(parts);
      ledger.say(whole, { verdict, code: 'RS2400', message: counted(verdicts) }, emitted);
    }
  }
}

function counted(verdicts: readonly Verdict[]): string {
  const told = VERDICTS.map((verdict) => [verdict, verdicts.filter((one) => one === verdict).length] as const);
  const words = told.filter(([, count]) => count > 0).map(([verdict, count]) => `${count} ${verdict}`);
  return `told line by line: ${verdicts.length} ${verdicts.length === 1 ? 'directive' : 'directives'}, ${words.join(', ')}`;
}
