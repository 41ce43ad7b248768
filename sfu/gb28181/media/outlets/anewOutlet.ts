import type { RewriteOptions, Rewriter } from '../../../ports/rewriter.ts';
import type { Outlet } from './outlet.ts';

/** By way of the hall's ffmpeg. Null: as many as the hall may are under way. */
export function openAnewOutlet(rewriter: Rewriter, options: RewriteOptions): Outlet | null {
  const rewriting = rewriter.begin(options);
  return rewriting === null ? null : {
    send: ({ picture, key, audio, videoMs, audioMs }) => {
      if (picture.length > 0) rewriting.write({ kind: 'video', bytes: picture, atMs: videoMs, key });
      if (audio.length > 0 && options.audio !== null) rewriting.write({ kind: 'audio', bytes: audio, atMs: audioMs, key: true });
    },
    close: () => rewriting.close(),
  };
}
