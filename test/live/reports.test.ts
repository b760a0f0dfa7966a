import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { routeshift } from '../cli/captured.js';
import { xmlFaults } from '../reports/xml-well-formed.js';
import { http, type Listening, onHead, raw } from './odd-servers.js';

const FORMATS = ['text', 'markdown', 'json', 'junit', 'csv'];

let folder: string;
let servers: readonly Listening[];
const written = new Map<string, string>();

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'routeshift-live-reports-'));
  const old = await http((_request, response) => response.writeHead(302, { location: '/elsewhere' }).end());
  // What a server says is nothing to be obeyed: by a terminal, a table, or a reader of XML.
  const odd = '/|`\u009b31m<script>&]]>\u0085';
  const now = await raw((socket) =>
    onHead(socket, () => socket.write(`HTTP/1.1 302 Found\r\nLocation: ${odd}\r\nContent-Length: 0\r\n\r\n`, 'latin1')),
  );
  servers = [old, now];
  const reports = FORMATS.flatMap((format) => ['--report', `${format}=${join(folder, format)}`]);
  const addresses = ['--old', `http://127.0.0.1:${old.port}`, '--new', `http://127.0.0.1:${now.port}`];
  const limits = ['--rate', '5000', '--retries', '0'];
  await routeshift('verify', 'testdata/live/estate.yaml', '--live', ...addresses, ...limits, ...reports);
  for (const format of FORMATS) written.set(format, await readFile(join(folder, format), 'utf8'));
});

afterAll(async () => {
  for (const server of servers) await server[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

const report = (format: string): string => written.get(format) ?? '';

describe('the reports of verify --live', () => {
  it('count the same', () => {
    const { probes, unexplained } = JSON.parse(report('json'));
    expect(unexplained).toBeGreaterThan(0);
    const line = new RegExp(`${probes} requests asked of both sides: .* ${unexplained} unexplained`);
    for (const format of ['text', 'markdown', 'junit']) expect(report(format)).toMatch(line);
  });

  it('hold nothing that a terminal would obey', () => {
    const isControl = (character: string) => /\p{Cc}/u.test(character) && !'\r\n'.includes(character);
    for (const format of ['text', 'markdown', 'csv', 'junit'])
      expect([...report(format)].filter(isControl), format).toEqual([]);
  });

  it('are JSON with what to do next for each finding, and every side by its name', () => {
    const json = JSON.parse(report('json'));
    expect(json.differences[0]).toEqual({
      request: expect.objectContaining({ scheme: 'http', method: expect.any(String) }),
      ...{ field: 'location', old: '/elsewhere', new: expect.stringContaining('<script>') },
      ...{ codes: ['RS2540'], models: expect.any(Object), departing: expect.any(Array) },
    });
    expect(json.findings.length).toBeGreaterThan(0);
    for (const finding of json.findings) expect(Object.keys(finding)).toEqual(['code', 'severity', 'message', 'next']);
    expect(json.ended).toBeNull();
  });

  it('are well-formed XML in which hosts fail by what nothing foretold', () => {
    expect(xmlFaults(report('junit'))).toEqual([]);
    expect(report('junit')).toMatch(/<error[^>]*type="RS2540"/);
  });

  it('are tables with as many cells in every row', () => {
    const rows = report('markdown')
      .split('\n')
      .filter((line) => line.startsWith('| '));
    expect(rows.length).toBeGreaterThan(1);
    for (const row of rows) expect(row.match(/(?<!\\)\|/g)).toHaveLength(7);
    const [head = '', ...lines] = report('csv').trimEnd().split('\n');
    expect(head.trim()).toBe('request,host,field,old,new,codes,remark');
    expect(lines.length).toBeGreaterThan(1);
  });
});
