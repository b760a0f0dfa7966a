import type { Headers } from './reply.js';
import type { HeaderLine } from './snippets.js';

/** Statuses on which add_header without `always` works (ngx_http_headers_module). */
const plainStatuses = new Set([200, 201, 204, 206, 301, 302, 303, 304, 307, 308]);
/** Headers that every location of the template writes (nginx.tmpl; reference §13): backends get a second line. */
const own =
  /^(host|upgrade|connection|x-(request-id|real-ip|scheme)|x-forwarded-(for|host|port|proto|scheme)|x-original-forwarded-(for|host))$/i;

interface State {
  set: string | undefined;
  away: boolean;
  readonly added: string[];
}

/** What the lines of a location make of an answer's headers. */
export function applyResponseLines(
  lines: readonly HeaderLine[],
  expand: (value: string) => string,
  status: number | 'forwarded',
  headers: Headers,
): void {
  const forwarded = status === 'forwarded';
  const states = new Map<string, State>();
  for (const line of lines) {
    const name = line.name.toLowerCase();
    const state = states.get(name) ?? { set: undefined, away: false, added: [] };
    states.set(name, state);
    if (line.kind === 'set') {
      state.set = expand(line.value);
    } else if (line.kind === 'clear') {
      state.set = undefined;
      state.away = true;
    } else if (line.kind === 'hide') state.away = true;
    else {
      const value = expand(line.value);
      if (value !== '' && (line.always || forwarded || plainStatuses.has(status))) state.added.push(value);
    }
  }
  for (const [name, { set, away, added }] of states) {
    const more = added.join(', ');
    if (set !== undefined) {
      headers.set(name, set);
      if (more !== '') headers.add(name, more);
    } else if (more !== '') {
      if (away) headers.set(name, more);
      else headers.add(name, more);
    } else if (away && forwarded) headers.remove(name);
  }
}

/** What the lines of a location make of the headers that the backend gets. */
export function applyRequestLines(
  lines: readonly HeaderLine[],
  expand: (value: string) => string,
  headers: Headers,
): void {
  const last = new Map(lines.map((line) => [line.name.toLowerCase(), line]));
  for (const [name, line] of last) {
    const value = line.kind === 'set' || line.kind === 'add' ? expand(line.value) : '';
    if (value === '') headers.remove(name);
    else if (own.test(name)) headers.add(name, value);
    else headers.set(name, value);
  }
}
