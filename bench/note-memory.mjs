import { writeFileSync } from 'node:fs';

// Loaded with --import into a measured process: its peak resident memory (Node gives kilobytes) goes to a file at its end.
process.on('exit', () => writeFileSync(process.env.BENCH_NOTE, String(process.resourceUsage().maxRSS * 1024)));
