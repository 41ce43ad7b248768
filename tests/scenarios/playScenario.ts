import { beijingMs } from '#domain/drills/spans.ts';
import { OUTSIDE_TOKEN, startOutside } from '../../scripts/outside/startOutside.ts';
import { readScenario } from '../../scripts/scenario/readScenario.ts';
import { runScenario, type ScenarioResult } from '../../scripts/scenario/runScenario.ts';
import { VirtualClock } from '../../sfu/clock/virtualClock.ts';
import { startTestHall, type TestHall } from '../../sfu/testing/testHall.ts';
import { camerasWithoutMedia } from './camerasWithoutMedia.ts';

export type Played = ScenarioResult & { readonly test: TestHall; readonly close: () => Promise<void> };

/** A shipped scenario from beginning to end against a whole hall in this process, by the clock of the exercise. The hall stays open. */
export async function playScenario(id: string, staff: 'played' | 'nobody'): Promise<Played> {
  const scenario = await readScenario(id);
  const outside = await startOutside({ port: 0 });
  const clock = VirtualClock.create({ at: beijingMs(scenario.startsAt) - 60_000, rate: 0 });
  const connectors = (['police', 'hotline'] as const).map((kind) => ({ id: kind, kind, url: outside.urlOf(kind), token: OUTSIDE_TOKEN, pollEveryMs: 100 }));
  const test = await startTestHall({ clock, planes: camerasWithoutMedia(), config: { exercise: true, connectors } });
  const close = async () => {
    await test.close();
    await outside.close();
    clock.close();
  };
  try {
    const hall = { url: `https://127.0.0.1:${test.hall.port}`, caPem: test.hall.caCertificatePem, storageDir: test.storageDir };
    const result = await runScenario({
      hall, scenario, staff, rate: 'stepped', pictures: false, outsideUrl: `http://127.0.0.1:${outside.port}`, password: 'Yan-Lian-Ban-2026',
      say: (text) => process.env['SCENARIO_ALOUD'] === undefined || console.log(text),
    });
    return { ...result, test, close };
  } catch (error) {
    await close();
    throw error;
  }
}
