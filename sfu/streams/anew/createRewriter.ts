import type { Logger } from 'pino';
import type { Rewriter } from '../../ports/rewriter.ts';
import type { RtpIntake } from '../../ports/rtpIntake.ts';
import type { RunProgram } from '../ffmpeg/program.ts';
import type { Transcodes } from '../ffmpeg/transcodes.ts';
import { SupervisedRewriting } from './supervisedRewriting.ts';

/** Writes anew, by ffmpeg, what other rooms have in hand. */
export function createRewriter({ intake, transcodes, run, log }: { readonly intake: Pick<RtpIntake, 'listen'>; readonly transcodes: Transcodes; readonly run: RunProgram; readonly log: Logger }): Rewriter {
  return {
    begin: (wish) => {
      // A picture that is copied costs next to nothing.
      const leave = wish.copiedProfile === null ? transcodes.take() : () => undefined;
      return leave === null ? null : SupervisedRewriting.begin({ ...wish, intake, limits: transcodes.limits, run, leave, log });
    },
  };
}
