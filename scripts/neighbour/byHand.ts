import { readFileSync } from 'node:fs';
import { MANNERS, simplePdf, type Manner } from './manners.ts';
import type { Neighbour } from './neighbour.ts';

const HELP = 'list | show <taskId> | step <taskId> <step> [words] | talk <taskId> <words> | personal <taskId> <purpose> | put <file.pdf> | send <task.json> | deliver <taskId> <step> [words] | manner <diligent|returning|silent>';

/** One line that somebody typed; answers what there is to see. Errors: HallRefusal, and what is wrong with the line. */
export async function obey(line: string, neighbour: Neighbour): Promise<string> {
  const [command = '', one = '', two = '', ...rest] = line.trim().split(/\s+/);
  const { client } = neighbour;
  const words = rest.join(' ') || null;
  switch (command) {
    case 'list': return (await client.tasks()).tasks.map(({ taskId, number, title, stateName, steps }) => `${taskId} ${number ?? ''} ${title} ${stateName} [${steps.map(({ step }) => step).join(' ')}]`).join('\n');
    case 'show': return JSON.stringify(await client.task(one), null, 2);
    case 'step': return stateOf(await client.step(await client.task(one), { step: two, words }));
    case 'talk': return stateOf(await client.talk(await client.task(one), { withName: '对方承办人', words: [two, ...rest].join(' ') }));
    case 'personal': return JSON.stringify(await client.personal(one, [two, ...rest].join(' ')));
    case 'put': return client.put(one === '' ? simplePdf('by hand') : readFileSync(one));
    case 'send': return stateOf(await client.send(JSON.parse(readFileSync(one, 'utf8')) as Parameters<typeof client.send>[0]));
    case 'deliver': return String(await neighbour.deliver(one, { step: two, words }));
    case 'manner': {
      if (!(MANNERS as readonly string[]).includes(one)) return HELP;
      neighbour.manner = one as Manner;
      return one;
    }
    default: return HELP;
  }
}

function stateOf({ taskId, number, stateName, version }: { readonly taskId: string; readonly number: string | null; readonly stateName: string; readonly version: number }): string {
  return `${taskId} ${number ?? ''} ${stateName} v${version}`;
}
