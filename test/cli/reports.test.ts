import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadAll } from 'js-yaml';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sarifFaults } from '../reports/sarif-faults.js';
import { xmlElements, xmlFaults } from '../reports/xml-well-formed.js';
import { routeshift } from './captured.js';

const SAMPLE = 'testdata/sample';

let base: string;
const at = (name: string) => join(base, name);
beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), 'routeshift-reports-'));
});
afterAll(() => rm(base, { recursive: true }));

describe('convert --report', () => {
  it('writes each format of CI systems to its file', async () => {
    const files = { sarif: at('r.sarif'), junit: at('r.xml'), gitlab: at('r.json'), csv: at('r.csv') };
    const flags = Object.entries(files).flatMap(([format, file]) => ['--report', `${format}=${file}`]);
    await routeshift('convert', SAMPLE, '-q', ...flags);
    expect(sarifFaults(JSON.parse(await readFile(files.sarif, 'utf8')))).toEqual([]);
    expect(xmlFaults(await readFile(files.junit, 'utf8'))).toEqual([]);
    expect(JSON.parse(await readFile(files.gitlab, 'utf8')).length).toBeGreaterThan(3);
    expect((await readFile(files.csv, 'utf8')).split('\r\n').length).toBeGreaterThan(10);
  });

  it('prints annotations for GitHub on stderr, beside the manifests on stdout', async () => {
    const { out, err } = await routeshift('convert', SAMPLE, '--report', 'github');
    expect(err).toMatch(/^::error file=testdata\/sample\/admin\.yaml,line=9,col=5,title=RS1711 auth-type::withheld: /m);
    expect(loadAll(out).length).toBeGreaterThan(2);
    expect(out).not.toMatch(/^::/m);
  });

  it('leaves out what arrived as it was, unless it is asked for', async () => {
    const count = async (...flags: string[]) =>
      (await routeshift('convert', SAMPLE, '--report', 'github', ...flags)).err.split('\n').length;
    expect(await count('--report-all')).toBeGreaterThan(await count());
  });

  it('holds requests that differ without a finding, and what stands in no file, as notifications', async () => {
    const { err } = await routeshift('convert', SAMPLE, '--verify', '--report', 'sarif');
    const log = JSON.parse(err);
    expect(log.runs[0].properties.verification).toMatchObject({ unexplained: 0 });
    expect(sarifFaults(log)).toEqual([]);
  });
});

describe('verify --report', () => {
  it('writes a case for each host as JUnit, and a row for each difference as CSV', async () => {
    const { out } = await routeshift('verify', SAMPLE, '--report', 'junit');
    expect(xmlFaults(out)).toEqual([]);
    const names = xmlElements(out).filter(({ name }) => name === 'testcase');
    expect(names.map(({ attributes }) => attributes.name)).toContain('api.shop.example.com');
    expect(out).toContain('0 unexplained');
    const csv = (await routeshift('verify', SAMPLE, '--report', 'csv')).out.split('\r\n');
    expect(csv[0]).toBe('request,host,field,before,after,codes,always');
    expect(csv.length).toBeGreaterThan(20);
  });

  it('fails the case of a host whose expectation is not met', async () => {
    const probes = at('probes.yaml');
    await writeFile(probes, '- {host: api.shop.example.com, path: /api, expect: {status: 418}}\n');
    const { out, status } = await routeshift('verify', SAMPLE, '--report', 'junit', '--probes', probes);
    expect(status).toBe(2);
    expect(xmlElements(out).find(({ name }) => name === 'error')?.text).toContain('expected 418');
  });

  it('has a file of its own', async () => {
    const { status, err } = await routeshift('verify', SAMPLE, '--report', 'json=x', '--report', 'csv=x');
    expect(status).toBe(1);
    expect(err).toContain("another report goes to 'x' already");
  });

  it('has no format that needs a line of a file', async () => {
    const { status, err } = await routeshift('verify', SAMPLE, '--report', 'sarif');
    expect(status).toBe(1);
    expect(err).toContain("'sarif' is no report format here");
  });
});
