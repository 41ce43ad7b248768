import path from 'node:path';
import { startOutside } from '../outside/startOutside.ts';
import { describeResult } from '../scenario/describeResult.ts';
import { exerciseSettings } from '../scenario/ownHall.ts';
import { readScenario } from '../scenario/readScenario.ts';
import { runScenario } from '../scenario/runScenario.ts';
import { CAST } from './cast.ts';
import { ConsoleProcess } from './consoleProcess.ts';
import { Stage } from './stage.ts';

type Show = {
  /** A file, or the id of one that is shipped. */
  readonly scenario: string;
  /** Hall ms in one real ms. */
  readonly rate: number;
  readonly display: string;
  readonly basePort: number;
  readonly deskPerson: string | null;
  readonly say: (text: string) => void;
  /** Ends the exercise before its time. */
  readonly signal: AbortSignal;
};

/** An exercise hall with its console and wall, in which the scripted staff plays a scenario with pictures. True when all went as the file has it. */
export async function showScenario({ scenario: file, rate, display, basePort, deskPerson, say, signal }: Show): Promise<boolean> {
  const scenario = await readScenario(file);
  const outside = await startOutside({ port: 0 });
  const { settings, outsideUrl } = exerciseSettings(outside);
  let stage: Stage | null = null;
  let app: ConsoleProcess | null = null;
  try {
    stage = await Stage.create({ units: 0, pages: 0, display, basePort, people: CAST, deskPerson, settings, say });
    app = ConsoleProcess.create({ display, environment: stage.consoleEnvironment(), logFile: path.join(stage.folder, 'logs/console.log') });
    const { url, caPem } = stage.hall.address;
    const hall = { url, caPem, storageDir: stage.place.storageDir };
    const result = await runScenario({ hall, scenario, staff: 'played', rate, pictures: true, outsideUrl, password: stage.password, say, signal });
    say(describeResult(result));
    return result.faults.length === 0 && result.checks.every(({ ok }) => ok);
  } finally {
    await app?.close();
    await stage?.close();
    await outside.close();
  }
}
