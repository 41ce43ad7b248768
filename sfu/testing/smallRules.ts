import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { BOOK, SMALL_FLOW } from '#domain/tasks/taskRig.ts';
import { programFolder } from '../config/programFolder.ts';

/** The rule book of the product, in a folder of its own, with the small flow of the tests (in which nobody signs) as its only one. */
export function smallRules(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'task-rules-'));
  cpSync(path.join(programFolder, 'assets/rules'), folder, { recursive: true });
  const file = (name: string) => path.join(folder, name);
  const papers = JSON.parse(readFileSync(file('papers.json'), 'utf8')) as unknown[];
  writeFileSync(file('papers.json'), JSON.stringify([...papers, ...BOOK.papers]));
  writeFileSync(file('flows.json'), JSON.stringify([{ ...SMALL_FLOW, steps: SMALL_FLOW.steps.map((step) => ({ ...step, signature: false })) }]));
  writeFileSync(file('taskItems.json'), JSON.stringify(BOOK.items));
  writeFileSync(file('paperTemplates.json'), JSON.stringify(BOOK.templates));
  return folder;
}
