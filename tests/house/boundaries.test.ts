import { execFile } from 'node:child_process';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';

const run = promisify(execFile);
const root = path.resolve(import.meta.dirname, '../..');

/** One forbidden import for every rule of the house; a checker that reads nothing would pass them all. */
const CANARIES = [
  { rule: 'protocol-imports-zod-alone', file: 'protocol/canary.ts', source: "import 'ws';" },
  { rule: 'domain-is-pure', file: 'domain/canary/canary.ts', source: "import 'node:fs';" },
  { rule: 'electron-main-stays-main', file: 'electron/main/canary.ts', source: "import '../../sfu/ports/session.ts';" },
  { rule: 'preload-takes-types-alone', file: 'electron/preload/canary.ts', source: "import '#protocol/ipc/calls.ts';" },
  { rule: 'renderer-is-a-browser', file: 'renderer/hot/canary.ts', source: "import '../../sfu/ports/feeds.ts';" },
  { rule: 'renderer-has-no-node', file: 'renderer/hot/canary.ts', source: "import 'node:fs';" },
  { rule: 'features-by-their-door', file: 'renderer/features/canary/canary.ts', source: "import '../map/model/readout.ts';" },
  { rule: 'apps-enter-features-by-their-door', file: 'renderer/apps/canary/canary.ts', source: "import '../../features/map/model/readout.ts';" },
  { rule: 'plumbing-knows-no-ui', file: 'renderer/link/canary.ts', source: "import 'react';" },
  { rule: 'sfu-rooms-by-their-ports', file: 'sfu/wall/canary.ts', source: "import '../telemetry/telemetryHub.ts';" },
  { rule: 'sfu-is-a-server', file: 'sfu/wall/canary.ts', source: "import 'react';" },
  { rule: 'nothing-ships-tests', file: 'domain/canary/canary.ts', source: "import 'vitest';" },
  { rule: 'no-cycles', file: 'domain/canary/canary.ts', source: "import './canary.ts';" },
  { rule: 'no-unresolved', file: 'sfu/wall/canary.ts', source: "import './nowhere.ts';" },
] as const;

const written: string[] = [];
afterAll(() => Promise.all(written.map((target) => rm(target, { recursive: true, force: true }))));

describe('boundaries check', () => {
  it.each(CANARIES)('$rule forbids $source in $file', async ({ rule, file, source }) => {
    const target = path.join(root, file);
    const folder = path.dirname(target);
    const made = await mkdir(folder, { recursive: true });
    written.push(made ?? target);
    await writeFile(target, `${source}\n`);
    try {
      const outcome = await run(
        path.join(root, 'node_modules/.bin/depcruise'),
        ['--config', '.dependency-cruiser.json', '--output-type', 'err', file],
        { cwd: root },
      ).then(
        () => '',
        (error: { stdout: string }) => error.stdout,
      );
      expect(outcome).toContain(rule);
    } finally {
      await rm(made ?? target, { recursive: true, force: true });
    }
  });

  it('has a canary for every rule', async () => {
    const { forbidden } = JSON.parse(await readFile(path.join(root, '.dependency-cruiser.json'), 'utf8')) as { forbidden: { name: string }[] };
    expect([...new Set(CANARIES.map(({ rule }) => rule as string))].toSorted()).toEqual(forbidden.map(({ name }) => name).toSorted());
  });
});
