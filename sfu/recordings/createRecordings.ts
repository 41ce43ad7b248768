import { randomUUID } from 'node:crypto';
import { maySee } from '#domain/access/viewer.ts';
import { found } from '#domain/decision/decision.ts';
import { AppError } from '#protocol/errors.ts';
import type { Playback } from '#protocol/media/recordings.ts';
import type { SourceRecord } from '#protocol/media/sources.ts';
import type { SourceId } from '#protocol/nouns/ids.ts';
import type { GbRecordings, PlaybackHolder } from '../ports/gbRecordings.ts';
import type { HallLog } from '../ports/log.ts';
import type { HandlersOf, Session } from '../ports/session.ts';

type Options = {
  readonly log: HallLog;
  /** Null while the hall speaks no GB/T 28181. */
  readonly devices: () => GbRecordings | null;
  readonly sessions: () => Iterable<Session>;
};

/** What devices have recorded, for the people who may look back. */
export function createRecordings({ log, devices, sessions }: Options): { readonly handlers: HandlersOf<'recording'>; /** A playback is another. */ tell(playback: Playback): void } {
  const recordOf = (sourceId: SourceId): SourceRecord => {
    const record = found(log.state.sources.get(sourceId), 'source');
    if (record.address.protocol !== 'gb28181') throw new AppError('notFound', { params: { what: 'source' } });
    return record;
  };
  const room = (): GbRecordings => {
    const known = devices();
    if (known === null) throw new AppError('deviceAway');
    return known;
  };
  const handlers: HandlersOf<'recording'> = {
    'recording.channels': ({ unitId }) => {
      const known = devices();
      const own = [...log.state.sources.values()].filter((source) => source.unitId === unitId && source.address.protocol === 'gb28181');
      return {
        channels: own.map((source) => ({ sourceId: source.sourceId, label: source.label, here: known?.isHere(source) ?? false })),
        playbacks: own.flatMap(({ sourceId }) => known?.of(sourceId) ?? []),
      };
    },
    'recording.list': ({ sourceId, ...span }) => room().list(recordOf(sourceId), span),
    'recording.play': async ({ commandId, ...input }, session) => {
      const { sourceId, from, until, purpose } = input;
      const record = recordOf(sourceId);
      const holder = holderOf(session);
      // What cannot be played now is no look.
      if (!room().isHere(record)) throw new AppError('deviceAway');
      const held = room().of(sourceId)?.holder ?? null;
      if (held !== null && held.sessionId !== holder.sessionId) throw new AppError('playbackHeld', { params: { name: held.name } });
      // First the trace, then the picture: it is what people did that is looked at.
      await log.execute({
        commandId, name: 'recording.play', input, actor: session.actor, via: session.tokenId,
        decide: () => ({
          events: [{ name: 'recording.played', subject: `recording/${randomUUID()}`, courtCode: record.courtCode, data: { unitId: record.unitId, sourceId, label: record.label, fromAt: from, untilAt: until, purpose } }],
          answer: () => null,
        }),
      });
      return { playback: await room().play({ commandId, record, span: { from, until }, holder }) };
    },
    'recording.steer': async ({ sourceId, steering }, session) => ({ playback: await room().steer(recordOf(sourceId).sourceId, steering, holderOf(session)) }),
    'recording.stop': ({ sourceId }, session) => {
      devices()?.stop(recordOf(sourceId).sourceId, holderOf(session));
      return {};
    },
  };
  return {
    handlers,
    tell: (playback) => {
      for (const session of sessions()) {
        if (session.capabilities.has('tracks.read') && maySee(session, 'feed', playback.courtCode)) session.notify('recording.changed', playback);
      }
    },
  };
}

function holderOf({ sessionId, actor, ended }: Session): PlaybackHolder {
  return { sessionId, name: 'name' in actor ? actor.name : '', ended };
}
