import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { HallProcess } from '../demo/hallProcess.ts';
import { OUTSIDE_TOKEN, startOutside } from '../outside/startOutside.ts';
import type { ExerciseHall } from './hall/openLink.ts';

const BASE_PORT = 18_700;

export type OwnHall = { readonly hall: ExerciseHall; readonly outsideUrl: string; /** Idempotent; removes the folder. */ readonly close: () => Promise<void> };

/** An exercise hall with its simulated outside systems, in a folder of its own. Errors: says what the hall printed last. */
export async function startOwnHall(): Promise<OwnHall> {
  const folder = mkdtempSync(path.join(tmpdir(), 'command-hall-exercise-'));
  const storageDir = path.join(folder, 'storage');
  const outside = await startOutside({ port: 0 });
  const { settings, outsideUrl } = exerciseSettings(outside);
  mkdirSync(storageDir, { recursive: true, mode: 0o700 });
  writeFileSync(path.join(storageDir, 'hall.json'), JSON.stringify(settings), { mode: 0o600 });
  const end = async () => {
    await outside.close();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const hall = await HallProcess.create({ storageDir, logFile: path.join(folder, 'hall.log'), port: BASE_PORT, mediaBasePort: BASE_PORT + 100, ingestPortFrom: BASE_PORT + 200 });
    return {
      hall: { url: hall.address.url, caPem: hall.address.caPem, storageDir },
      outsideUrl,
      close: async () => {
        await hall.close();
        await end();
      },
    };
  } catch (error) {
    await end();
    throw error;
  }
}

/** What makes a hall an exercise that hears of these outside systems. */
export function exerciseSettings(outside: Awaited<ReturnType<typeof startOutside>>): { readonly settings: Record<string, unknown>; readonly outsideUrl: string } {
  const connectors = (['police', 'hotline'] as const).map((kind) => ({ id: kind, kind, url: outside.urlOf(kind), token: OUTSIDE_TOKEN, pollEveryMs: 200 }));
  return { settings: { exercise: true, connectors }, outsideUrl: `http://127.0.0.1:${outside.port}` };
}
