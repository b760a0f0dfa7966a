import type { ReportingDescriptor, Result } from 'sarif';
import { type CatalogueEntry, catalogue } from '../ledger/catalogue.js';
import type { Severity } from '../ledger/verdict.js';

const ENTRIES: Readonly<Record<string, CatalogueEntry>> = catalogue;

/** The codes as SARIF describes rules, in the order in which they are given. */
export function sarifRules(codes: readonly string[]): ReportingDescriptor[] {
  return codes.map((id) => {
    // A report that is merged may come from a release that knows more codes.
    const entry = Object.hasOwn(ENTRIES, id) ? ENTRIES[id] : undefined;
    return entry === undefined ? { id } : describe(id, entry);
  });
}

function describe(id: string, { title, severity, why, fix }: CatalogueEntry): ReportingDescriptor {
  return {
    id,
    name: identifier(title),
    shortDescription: { text: title },
    fullDescription: { text: why },
    help: { text: `${why}\n\nWhat to do: ${fix}`, markdown: `${escaped(why)}\n\n**What to do:** ${escaped(fix)}` },
    defaultConfiguration: { level: levelOf(severity) },
    properties: { tags: ['ingress', 'migration'] },
  };
}

/** `A rule that is withheld` as a name: `ARuleThatIsWithheld`. */
function identifier(title: string): string {
  return title
    .split(/[^A-Za-z0-9]+/)
    .map((word) => word.slice(0, 1).toUpperCase() + word.slice(1))
    .join('');
}

function escaped(text: string): string {
  return text.replace(/[\\`*_[\]<#|~]/g, '\\$&');
}

export function levelOf(severity: Severity): NonNullable<Result['level']> {
  return severity === 'info' ? 'note' : severity;
}
