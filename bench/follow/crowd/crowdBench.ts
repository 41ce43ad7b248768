import type { HallProcess } from '../../../scripts/demo/hallProcess.ts';
import { interleaved } from '../../bench.ts';
import { quantile, type Measure } from '../../report/measure.ts';
import { runPhase, type Phase, type PhaseOptions } from './crowdPhase.ts';
import { followedHall, PeerProcess } from '../followed.ts';
import type { Writing } from '../peer.ts';
import type { World } from '../world.ts';

const CROWD = { consoles: 500, commands: 300, perSecond: 20 };
/** What is written to those that stop reading is more than the system keeps for a socket, and less than what the hall sends a session away for. */
const STALL = { share: 10, bytes: 5_500_000 };
const STALLED = CROWD.consoles / STALL.share;

/** All read; one in ten stops reading; all read, and the peer writes for each socket. */
type Round = { readonly reading: Phase; readonly stalled: Phase; readonly perSocket: Phase | null };

/** Five hundred consoles that stay in step with the hall while it works. */
export async function crowdBench({ world, hall, rounds, say }: { world: World; hall: HallProcess; rounds: number; say: (text: string) => void }): Promise<Measure[]> {
  const withHall = async (stall: PhaseOptions['stall']) => runPhase({ ...CROWD, world, stall, followed: await followedHall(hall, world) });
  const withPeer = async (writing: Writing, stall: PhaseOptions['stall']) => {
    const peer = await PeerProcess.create(world);
    try {
      return await runPhase({ ...CROWD, world, stall, followed: await peer.rehearsed({ commands: CROWD.commands, writing }) });
    } finally {
      await peer.close();
    }
  };
  const ours: Round[] = [];
  const theirs: Round[] = [];
  await interleaved<Round>({
    rounds,
    ours: async () => ({ reading: await withHall(null), stalled: await withHall(STALL), perSocket: null }),
    peer: async () => ({ reading: await withPeer('each group', null), stalled: await withPeer('each group', STALL), perSocket: await withPeer('each socket', null) }),
    each: (round, mine, other) => {
      ours.push(mine);
      theirs.push(other);
      const lines = [['hall', mine.reading], ['hall, some stalled', mine.stalled], ['bare', other.reading], ['bare, some stalled', other.stalled], ['bare, each socket', other.perSocket]] as const;
      say(`follow, ${CROWD.consoles} consoles ${round + 1}/${rounds}\n${lines.map(([name, phase]) => (phase === null ? '' : `  ${name}: ${describe(phase)}`)).join('\n')}`);
    },
  });
  return measuresOf(ours, theirs);
}

function measuresOf(ours: readonly Round[], theirs: readonly Round[]): Measure[] {
  const row = (what: string, unit: string, mine: readonly number[], peer: Measure['peer']): Measure => ({ bench: 'follow', what, unit, ours: mine, peer });
  const bare = (what: string, unit: string, pick: (phase: Phase) => number) =>
    row(`${CROWD.consoles} consoles: ${what}`, unit, ours.map(({ reading }) => pick(reading)), { name: 'bare ws', values: theirs.map(({ reading }) => pick(reading)) });
  const perSocket = (what: string, unit: string, pick: (phase: Phase) => number) =>
    row(`${CROWD.consoles} consoles: ${what}`, unit, ours.map(({ reading }) => pick(reading)), { name: 'bare ws, each socket', values: theirs.flatMap((round) => (round.perSocket === null ? [] : [pick(round.perSocket)])) });
  const stalled = (what: string, unit: string, pick: (phase: Phase) => number) =>
    row(`${STALLED} of them stalled: ${what}`, unit, ours.map((round) => pick(round.stalled)), { name: 'bare ws, as many stalled', values: theirs.map((round) => pick(round.stalled)) });
  return [
    bare('all following', 's', ({ connectedS }) => connectedS),
    bare('command answered, p50', 'ms', ({ answeredMs }) => quantile(answeredMs, 0.5)),
    bare('entry after the answer, p50', 'ms', ({ fromAnsweredMs }) => quantile(fromAnsweredMs, 0.5)),
    bare('entry after the answer, p99', 'ms', ({ fromAnsweredMs }) => quantile(fromAnsweredMs, 0.99)),
    bare('entry after sending, p50', 'ms', sentP50),
    bare('entry after sending, p99', 'ms', sentP99),
    perSocket('entry after sending, p99', 'ms', sentP99),
    bare('processor', '%', ({ cpuPercent }) => cpuPercent),
    perSocket('processor', '%', ({ cpuPercent }) => cpuPercent),
    bare('event loop late, p99', 'ms', ({ delay }) => delay.p99Ms),
    bare('event loop late, most', 'ms', ({ delay }) => delay.maxMs),
    bare('payload a console', 'KB/s', ({ payloadBytesPerS }) => payloadBytesPerS / 1_000),
    row(`${STALLED} of them stalled: the others’ entry after sending, p99`, 'ms', ours.map((round) => sentP99(round.stalled)), { name: 'all reading', values: ours.map(({ reading }) => sentP99(reading)) }),
    stalled('the others’ entry after sending, p99', 'ms', sentP99),
    stalled('memory taken by the program', 'MB', ({ grownBytes }) => grownBytes / 1e6),
    stalled('sent away', 'consoles', ({ sentAway }) => sentAway.length),
  ];
}

function sentP50({ fromSentMs }: Phase): number {
  return quantile(fromSentMs, 0.5);
}

function sentP99({ fromSentMs }: Phase): number {
  return quantile(fromSentMs, 0.99);
}

function describe({ fromSentMs, fromAnsweredMs, cpuPercent, delay, grownBytes, sentAway, ...phase }: Phase): string {
  const both = (values: readonly number[]) => `${quantile(values, 0.5).toFixed(1)}/${quantile(values, 0.99).toFixed(1)}`;
  return `following after ${phase.connectedS.toFixed(1)} s; ${fromSentMs.length} arrivals, p50/p99 ${both(fromSentMs)} ms after sending, ${both(fromAnsweredMs)} ms after the answer; processor ${cpuPercent.toFixed(0)} %, loop late ${delay.p99Ms.toFixed(0)}/${delay.maxMs.toFixed(0)} ms, memory ${(grownBytes / 1e6).toFixed(0)} MB more, ${sentAway.length} sent away ${[...new Set(sentAway)].join(' ')}`.trimEnd();
}
