import { nalUnitsOf } from '../../../sfu/testing/streams/nalUnits.ts';
import type { ClockedEncoder } from './clockedEncoder.ts';

const KEY_FRAME = 5;
const SLICE = 1;
const PARAMETER_SETS: ReadonlySet<number> = new Set([7, 8]);

export type LivePictures = {
  /** Its parameter sets, which stay. */
  readonly sets: readonly Buffer[];
  /** Each picture's NAL units without start codes, as soon as it is whole. Answers how to stop. */
  readonly follow: (onPicture: (units: readonly Buffer[]) => void) => () => void;
};

/** Cuts the raw H.264 that an encoder writes to its standard output into pictures. Resolves with the first one. */
export async function followPictures(encoder: ClockedEncoder): Promise<LivePictures> {
  const viewers = new Set<(picture: readonly Buffer[]) => void>();
  const sets: Buffer[] = [];
  let rest: Buffer = Buffer.alloc(0);
  await new Promise<void>((resolve) => {
    encoder.stdout.on('data', (bytes: Buffer) => {
      rest = Buffer.concat([rest, bytes]);
      // Where the last unit ends is known when the next one begins.
      const last = rest.lastIndexOf('000001', undefined, 'hex');
      if (last <= 0) return;
      const start = rest[last - 1] === 0 ? last - 1 : last;
      for (const unit of nalUnitsOf(rest.subarray(0, start))) {
        const type = unit.readUInt8(0) & 0x1f;
        if (PARAMETER_SETS.has(type) && sets.length < 2) sets.push(Buffer.from(unit));
        if (type === KEY_FRAME || type === SLICE) {
          viewers.forEach((view) => view([unit]));
          if (sets.length === 2) resolve();
        }
      }
      rest = rest.subarray(start);
    });
  });
  return {
    sets,
    follow: (onPicture) => {
      viewers.add(onPicture);
      return () => void viewers.delete(onPicture);
    },
  };
}
