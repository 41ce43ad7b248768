/**
 * Every check of the house, in order of speed: types, lint, boundaries, dead code, build, unit tests, end-to-end tests.
 * `npm test -- unit e2e` runs only the steps named. Ends with the line `N passed, N failed`.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '..');
const reports = mkdtempSync(path.join(tmpdir(), 'command-hall-test-'));

type Step = { readonly name: string; readonly command: string; readonly args: readonly string[]; readonly report?: string; readonly limitMs: number };

const minutes = (count: number) => count * 60_000;
const vitest = (project: string): Step => {
  const report = path.join(reports, `${project}.json`);
  return {
    name: project,
    command: 'vitest',
    args: ['run', '--project', project, '--reporter', 'default', '--reporter', 'json', '--outputFile.json', report],
    report,
    limitMs: minutes(40),
  };
};

const steps: readonly Step[] = [
  { name: 'types', command: 'tsc', args: ['-b'], limitMs: minutes(5) },
  { name: 'lint', command: 'oxlint', args: ['--type-aware', '--deny-warnings'], limitMs: minutes(5) },
  {
    name: 'boundaries',
    command: 'depcruise',
    args: ['--config', '.dependency-cruiser.json', 'protocol', 'domain', 'sfu', 'electron', 'renderer', 'scripts', 'tests', 'bench'],
    limitMs: minutes(5),
  },
  { name: 'dead code', command: 'knip', args: [], limitMs: minutes(5) },
  { name: 'build', command: 'electron-vite', args: ['build', '--logLevel', 'warn'], limitMs: minutes(10) },
  vitest('unit'),
  vitest('e2e'),
];

const wanted = process.argv.slice(2);
const chosen = wanted.length === 0 ? steps : steps.filter((step) => wanted.includes(step.name));
if (chosen.length < wanted.length) {
  console.error(`No such step; there are: ${steps.map((step) => step.name).join(', ')}`);
  process.exit(2);
}

let passed = 0;
let failed = 0;
for (const step of chosen) {
  const startedAt = Date.now();
  console.log(`\n── ${step.name}`);
  const ok = await run(step);
  const counts = step.report === undefined ? { passed: ok ? 1 : 0, failed: ok ? 0 : 1 } : readReport(step.report, ok);
  passed += counts.passed;
  failed += counts.failed;
  console.log(`── ${step.name}: ${ok ? 'passed' : 'FAILED'} in ${((Date.now() - startedAt) / 1_000).toFixed(1)} s`);
}
rmSync(reports, { recursive: true, force: true });
console.log(`\n${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;

function run(step: Step): Promise<boolean> {
  return new Promise((resolve) => {
    const child = spawn(path.join(root, 'node_modules/.bin', step.command), step.args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] });
    const timer = setTimeout(() => {
      console.error(`${step.name} took longer than ${step.limitMs / 60_000} min and was ended`);
      child.kill('SIGKILL');
    }, step.limitMs);
    child.once('error', (error) => {
      clearTimeout(timer);
      console.error(error.message);
      resolve(false);
    });
    child.once('exit', (code) => {
      clearTimeout(timer);
      resolve(code === 0);
    });
  });
}

/** A run that failed outside its tests (or wrote no report) counts as one failure at least. */
function readReport(file: string, ok: boolean): { passed: number; failed: number } {
  try {
    const report = JSON.parse(readFileSync(file, 'utf8')) as { numPassedTests: number; numFailedTests: number };
    const failedTests = ok ? report.numFailedTests : Math.max(1, report.numFailedTests);
    return { passed: report.numPassedTests, failed: report.numPassedTests === 0 ? Math.max(1, failedTests) : failedTests };
  } catch {
    return { passed: 0, failed: 1 };
  }
}
