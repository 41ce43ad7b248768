import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { ActOf } from '#protocol/scenario/acts.ts';
import type { LogFollower } from '../hall/logFollower.ts';
import { ScenarioError } from './resolveInput.ts';

const TAKEN_WITHIN_MS = 10_000;
const LOOK_EVERY_MS = 20;

type Room = { /** Where the simulated systems are steered, `http://host:port`; null: there are none. */ readonly outsideUrl: string | null; readonly log: LogFollower; readonly now: () => number };

/** Has an outside system tell of something, and waits until the hall has made an alarm of it. Errors: ScenarioError. */
export async function playOutside({ system, notice }: ActOf<'outside'>, { outsideUrl, log, now }: Room): Promise<void> {
  if (outsideUrl === null) {
    throw new ScenarioError('没有模拟的外部系统，请用 --outside 指定');
  }
  const { at, datum = 'WGS-84', ...rest } = notice;
  const id = randomUUID();
  const position = at === undefined ? null : { longitudeDeg: at[0], latitudeDeg: at[1], datum };
  const response = await fetch(`${outsideUrl}/sim/${system}/notices`, { method: 'POST', body: JSON.stringify({ id, at: now(), ...rest, position }) });
  if (!response.ok) {
    throw new ScenarioError(`模拟的外部系统答复 ${response.status}`);
  }
  const isTaken = () => log.entries.some(({ name, data }) => name === 'alarm.raised' && String((data as { reference?: unknown }).reference).endsWith(`/${id}`));
  for (const deadline = performance.now() + TAKEN_WITHIN_MS; !isTaken();) {
    if (performance.now() > deadline) {
      throw new ScenarioError(`大厅没有收到${system === 'police' ? '公安' : '热线'}的通知，请检查大厅的 connectors 设置`);
    }
    await pause(LOOK_EVERY_MS);
    await log.catchUp();
  }
}
