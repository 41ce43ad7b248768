import { errors, type types } from 'mediasoup';
import { AppError } from '#protocol/errors.ts';
import type { HallCodec, HallExtension, HallMediaAbilities, StandardMedia } from '../../ports/standardMedia.ts';
import type { MediaContext } from '../mediaContext.ts';
import { publishFeed } from './publishFeed.ts';
import { viewableTracks, viewFeed } from './viewFeed.ts';

export function createStandardMedia(context: MediaContext): StandardMedia {
  return {
    abilities: () => abilitiesOf(context.pool.rtpCapabilities),
    publish: (options) => inWords(publishFeed(context, options)),
    viewable: (feedId) => viewableTracks(context, feedId),
    view: (options) => inWords(viewFeed(context, options)),
  };
}

async function inWords<Result>(work: Promise<Result>): Promise<Result> {
  try {
    return await work;
  } catch (error) {
    throw error instanceof errors.WorkerClosedError ? new AppError('mediaUnavailable', { cause: error }) : error;
  }
}

function abilitiesOf({ codecs = [], headerExtensions = [] }: types.RtpCapabilities): HallMediaAbilities {
  return {
    codecs: codecs.filter(({ mimeType }) => !mimeType.toLowerCase().endsWith('/rtx')).map(
      ({ kind, mimeType, clockRate, channels, parameters, rtcpFeedback = [] }): HallCodec => ({
        kind,
        mimeType,
        clockRate,
        channels: channels ?? 1,
        parameters: parameters ?? {},
        rtcpFeedback: rtcpFeedback.map(({ type, parameter }) => (parameter === undefined || parameter === '' ? { type } : { type, parameter })),
      }),
    ),
    extensions: headerExtensions.map(
      ({ kind, uri, preferredId, direction }): HallExtension => ({
        kind,
        uri,
        id: preferredId,
        receives: direction === 'sendrecv' || direction === 'recvonly',
        sends: direction === 'sendrecv' || direction === 'sendonly',
      }),
    ),
  };
}
