import { childrenOf } from '../e2e/rig/processTree.ts';
import { showFrom, type HallRig } from '../e2e/rig/hallRig.ts';
import type { OwnNetwork } from './ownNetwork.ts';
import type { Random } from './random.ts';

export type ChaosStage = {
  readonly rig: HallRig;
  /** Null where none can be made: the network is then not cut. */
  readonly network: OwnNetwork | null;
  readonly random: Random;
  /** Displays that are plugged in now. */
  readonly slotIds: Set<string>;
};

/** Does something to the hall and, where that has to be ended by hand, ends it. */
export type Fault = { readonly name: string; readonly weight: number; readonly happen: (stage: ChaosStage) => Promise<void> };

const wait = (forMs: number) => new Promise<void>((resolve) => setTimeout(resolve, forMs));

export const FAULTS: readonly Fault[] = [
  {
    name: 'a sender goes and comes back',
    weight: 4,
    happen: async ({ rig, random }) => {
      const { unitId } = random.one(rig.stage.members);
      await rig.fleet.stop(unitId);
      await wait(random.between(500, 9_000));
      await rig.fleet.start(unitId);
    },
  },
  {
    name: 'a media worker is killed',
    weight: 3,
    happen: async ({ rig, random }) => {
      const workers = childrenOf(rig.stage.hall.pid, 'mediasoup-worker');
      if (workers.length > 0) {
        process.kill(random.one(workers), 'SIGKILL');
      }
    },
  },
  {
    name: 'the network to the hall is cut',
    weight: 3,
    happen: async ({ network, random }) => {
      network?.cut();
      await wait(random.between(500, 15_000));
      network?.mend();
    },
  },
  {
    name: 'a wall window crashes',
    weight: 3,
    happen: async ({ rig, random }) => {
      const windows = await rig.console.readWalls(() => null, null);
      if (windows.length > 0) {
        process.kill(random.one(windows).pid, 'SIGKILL');
      }
    },
  },
  {
    name: 'the hall is killed and started again',
    weight: 1,
    happen: async ({ rig, random }) => {
      await rig.stage.hall.kill();
      await wait(random.between(0, 4_000));
      await rig.stage.hall.restart();
    },
  },
  {
    name: 'a display is unplugged and plugged in again',
    weight: 1,
    happen: async ({ rig, random, slotIds }) => {
      const number = Math.floor(random.between(1, rig.displays.outputs.length));
      const slotId = `wall-${number}`;
      const { name } = rig.displays.outputs[number]!;
      slotIds.delete(slotId);
      await rig.displays.unplug(name);
      await wait(random.between(1_000, 5_000));
      await rig.displays.plug(name);
      await rig.console.untilWalls([...slotIds, slotId].toSorted());
      slotIds.add(slotId);
    },
  },
  {
    name: 'a display gets another layout',
    weight: 4,
    happen: async ({ rig, random, slotIds }) => {
      const side = random.one([2, 3, 4]);
      await showFrom(rig.stage, { slotId: random.one([...slotIds]), columns: side, rows: side, first: Math.floor(random.between(0, rig.stage.members.length)) });
    },
  },
];

export function chooseFault(random: Random, without: ReadonlySet<string>): Fault {
  const faults = FAULTS.filter(({ name }) => !without.has(name));
  let left = random.between(0, faults.reduce((sum, { weight }) => sum + weight, 0));
  for (const fault of faults) {
    left -= fault.weight;
    if (left <= 0) {
      return fault;
    }
  }
  return faults.at(-1)!;
}
