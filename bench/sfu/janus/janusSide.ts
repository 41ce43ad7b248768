import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { endChild, ownChild } from '../../harness/endChild.ts';
import { compile, missingCompiler } from '../compiled.ts';
import { CONTROL_PORT, feedOf, VIEWERS } from '../load.ts';
import { videoPayloadTypeOf } from '../wire/offerSdp.ts';
import type { Forwarder, Side } from '../side.ts';
import { srtpBuildOf } from '../srtpBuild.ts';
import { writeJanusConfig } from './janusConfig.ts';
import { JanusSession } from './janusSession.ts';

/** It is linked with the system's. */
const SYSTEM_SRTP = '/usr/lib/x86_64-linux-gnu/libsrtp2.so.1';
const STARTED_WITHIN_MS = 20_000;

/** Janus as the distribution has it, its streaming plugin. `eventLoops` null: as shipped. */
export function janusSide(eventLoops: number | null): Side {
  const { error, stdout } = spawnSync('janus', ['--version'], { encoding: 'utf8' });
  const version = /Janus version: .*\(([\d.]+)\)/.exec(stdout ?? '')?.[1] ?? 'of unknown version';
  return {
    name: eventLoops === null ? 'Janus as shipped' : `Janus, event_loops=${eventLoops}`,
    missing: error === undefined ? missingCompiler() : 'there is no Janus (apt-get install -y janus)',
    build: `${version}; ${srtpBuildOf(SYSTEM_SRTP)}`,
    start: (folder) => startJanus(path.join(folder, `janus-${eventLoops ?? 'shipped'}`), eventLoops),
  };
}

async function startJanus(folder: string, eventLoops: number | null): Promise<Forwarder> {
  mkdirSync(folder, { recursive: true });
  writeJanusConfig(folder, eventLoops);
  const onlyLoopback = path.join(folder, 'onlyLoopback.so');
  await compile({ source: path.join(import.meta.dirname, 'onlyLoopback.c'), into: onlyLoopback, flags: ['-shared', '-fPIC'] });
  const log = openSync(path.join(folder, 'janus.log'), 'w');
  const child = spawn('janus', ['--configs-folder', folder, '--disable-colors'], {
    env: { ...process.env, LD_PRELOAD: onlyLoopback },
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  ownChild(child);
  try {
    const session = await openSession(child, folder);
    return {
      pid: child.pid ?? 0,
      connect: async (viewers) => {
        for (let viewer = 0; viewer < VIEWERS; viewer += 1) {
          await session.watch(feedOf(viewer) + 1, (offer) => viewers.ask('answer', { offer, payloadType: videoPayloadTypeOf(offer) }));
        }
        return viewers.ask('connected', undefined);
      },
      close: () => {
        session.close();
        return endChild(child);
      },
    };
  } catch (error) {
    await endChild(child);
    throw error;
  }
}

/** Errors: Janus ended, or did not answer in time. */
async function openSession(child: ChildProcess, folder: string): Promise<JanusSession> {
  for (const endAt = performance.now() + STARTED_WITHIN_MS; ; ) {
    try {
      return await JanusSession.create(`ws://127.0.0.1:${CONTROL_PORT}`);
    } catch (cause) {
      if (child.exitCode !== null || performance.now() > endAt) {
        throw new Error(`Janus did not start; its log is in ${folder}`, { cause });
      }
      await wait(100);
    }
  }
}
