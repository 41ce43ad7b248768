import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { WebSocket } from 'ws';
import { createHallLink } from '../../renderer/link/createHallLink.ts';
import type { HallLink } from '../../renderer/link/hallLink.ts';
import { HallControl } from '../../scripts/demo/hallControl.ts';
import { HallProcess } from '../../scripts/demo/hallProcess.ts';
import { interleaved, wait } from '../bench.ts';
import { AskedChild } from '../harness/askedChild.ts';
import { cpuPercent, readCpu } from '../harness/processTree.ts';
import type { Measure } from '../report/measure.ts';
import { makeTelemetryWorld } from '../telemetry/telemetryWorld.ts';
import type { CameraAsks } from './cameras.ts';
import { PAYLOAD_TYPE, PROFILE_LEVEL_ID, recordClip, type Clip } from './clip.ts';
import { startFfmpegs } from './ffmpegs.ts';

const CAMERAS = 50;
const BASE_PORT = 28_300;
/** Of the peer; even, since ffmpeg takes the port above for RTCP. */
const PEER_PORT = 28_700;
const FIRST_SSRC = 5_000;
const SETTLE_MS = 6_000;
const MEASURED_MS = 10_000;
const LIVE_WITHIN_MS = 30_000;

type Run = { readonly rounds: number; readonly say: (text: string) => void };

/** Processor time of fifty cameras whose H.264 is passed through, nobody watching; beside fifty ffmpegs that copy. */
export async function ingestsBench({ rounds, say }: Run): Promise<Measure[]> {
  const folder = mkdtempSync(path.join(tmpdir(), 'bench-ingests-'));
  const closers: (() => unknown)[] = [() => rmSync(folder, { recursive: true, force: true })];
  try {
    say('ingests: recording a clip and making a hall …');
    const clip = await recordClip();
    const storageDir = path.join(folder, 'storage');
    mkdirSync(storageDir);
    const { unitTokens, consoleTokens } = await makeTelemetryWorld(storageDir, { units: CAMERAS, consoles: 1 });
    const hall = await HallProcess.create({ storageDir, logFile: path.join(folder, 'hall.log'), port: BASE_PORT, mediaBasePort: BASE_PORT + 50, ingestPortFrom: BASE_PORT + 100 });
    closers.push(() => hall.close());
    const control = HallControl.create({ address: hall.address, token: consoleTokens[0] ?? '' });
    closers.push(() => control.close());
    const links = unitTokens.map((token) => unitLink(hall, token));
    closers.push(() => links.forEach((link) => link.close()));
    const targets = await Promise.all(links.map((link, index) => openIngest(link, FIRST_SSRC + index)));
    const cameras = AskedChild.create<CameraAsks>(path.join(import.meta.dirname, 'cameras.ts'));
    closers.push(() => cameras.close());
    say(`ingests: ${CAMERAS} cameras of 720 lines, 25/s, ${Math.round(clip.kbitPerSecond)} kbit/s each`);

    const ours: number[] = [];
    const peer: number[] = [];
    const throughHall = async () => {
      await cameras.ask('start', { frames: clip.frames, targets });
      await untilLive(control);
      return measured(cameras, () => readCpu(hall.pid));
    };
    await interleaved({
      rounds,
      ours: throughHall,
      peer: () => throughFfmpegs({ cameras, clip, folder }),
      each: (round, one, other) => {
        ours.push(one);
        peer.push(other);
        say(`ingests ${round + 1}/${rounds}: hall ${one.toFixed(1)} %, ${CAMERAS} ffmpegs ${other.toFixed(1)} % of a core`);
      },
    });
    return [{ bench: 'ingests', what: `${CAMERAS} cameras passed through`, unit: '% of a core', ours, peer: { name: `${CAMERAS} × ffmpeg -c copy -f null`, values: peer } }];
  } finally {
    for (const close of closers.toReversed()) {
      await close();
    }
  }
}

async function throughFfmpegs({ cameras, clip, folder }: { cameras: AskedChild<CameraAsks>; clip: Clip; folder: string }): Promise<number> {
  const ports = Array.from({ length: CAMERAS }, (_, index) => PEER_PORT + 2 * index);
  const ffmpegs = startFfmpegs({ folder, ports });
  try {
    await cameras.ask('start', { frames: clip.frames, targets: ports.map((port, index) => ({ host: '127.0.0.1', port, ssrc: FIRST_SSRC + index })) });
    // Each looks into the stream for seconds before it copies.
    await wait(SETTLE_MS);
    return await measured(cameras, () => readCpu(...ffmpegs.pids));
  } finally {
    await cameras.ask('stop', undefined);
    await ffmpegs.close();
  }
}

async function measured(cameras: AskedChild<CameraAsks>, read: () => ReturnType<typeof readCpu>): Promise<number> {
  await wait(SETTLE_MS);
  const sentBefore = await cameras.ask('sent', undefined);
  const before = read();
  await wait(MEASURED_MS);
  const percent = cpuPercent(before, read());
  const sent = (await cameras.ask('sent', undefined)) - sentBefore;
  if (sent < CAMERAS * MEASURED_MS * 0.02) {
    throw new Error(`the cameras sent ${sent} packets only`);
  }
  await cameras.ask('stop', undefined);
  return percent;
}

function unitLink(hall: HallProcess, token: string): HallLink {
  return createHallLink({ url: hall.address.url, token, purpose: 'unit', clientName: 'camera', clientVersion: '0', createSocket: (url) => new WebSocket(url, { ca: hall.address.caPem }) });
}

async function openIngest(link: HallLink, ssrc: number): Promise<{ host: string; port: number; ssrc: number }> {
  const deadline = Date.now() + LIVE_WITHIN_MS;
  while (link.state.getState().phase !== 'online') {
    if (Date.now() > deadline) {
      throw new Error(`a camera cannot reach the hall (${link.state.getState().error})`);
    }
    await wait(50);
  }
  const tracks = [{ mimeType: 'video/H264' as const, ssrc, payloadType: PAYLOAD_TYPE, profileLevelId: PROFILE_LEVEL_ID }];
  const { host, ports } = await link.request('ingest.open', { label: 'camera', tracks });
  return { host, port: ports[0] ?? 0, ssrc };
}

/** Errors: says how many came when not all did. */
async function untilLive(control: HallControl): Promise<void> {
  const deadline = Date.now() + LIVE_WITHIN_MS;
  for (;;) {
    const live = (await control.view()).feeds.filter(({ tracks }) => tracks.length > 0).length;
    if (live >= CAMERAS) {
      return;
    }
    if (Date.now() > deadline) {
      throw new Error(`${live} of ${CAMERAS} cameras are live`);
    }
    await wait(200);
  }
}
