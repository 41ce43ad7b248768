import type { FeedId } from '#protocol/nouns/ids.ts';
import { createUnitSender } from '../../renderer/media/createUnitSender.ts';
import { openLink, settled } from './hallSession.ts';
import { openPeers } from './peerWatch.ts';
import { openSource, type SourceOptions } from './source.ts';

let stop: (() => void) | null = null;

/** As many units as tokens, each with a session, a transport and an encoder of its own; all film the same picture. Resolves when all are live. */
export async function sendToHall(options: { url: string; tokens: readonly string[]; source: SourceOptions }): Promise<FeedId[]> {
  stopSending();
  const source = openSource(options.source);
  const units = options.tokens.map((token) => {
    const link = openLink({ url: options.url, token }, 'unit');
    const sender = createUnitSender({ link, label: 'bench' });
    const track = source.track.clone();
    sender.setTracks({ video: track, audio: null });
    return { link, sender, track };
  });
  stop = () => {
    for (const { link, sender, track } of units) {
      sender.close();
      track.stop();
      link.close();
    }
    source.close();
  };
  const states = await Promise.all(units.map(({ sender }) => settled(sender.state, ({ phase, feedId }) => phase === 'live' && feedId !== null)));
  return states.flatMap(({ feedId }) => feedId ?? []);
}

/** Idempotent. */
export function stopSending(): void {
  stop?.();
  stop = null;
}

export type SentLayer = { /** `r0` is the smallest layer. */ readonly rid: string; readonly heightPx: number; readonly framesEncoded: number };

/** What the encoders of all units have sent, a row a layer: whether simulcast has come up to its top, and whether they keep pace. */
export async function sentLayers(): Promise<SentLayer[]> {
  const reports = await Promise.all(openPeers().map((peer) => peer.getStats()));
  return reports
    .flatMap((report) => [...report.values()] as { type: string; rid?: string; frameHeight?: number; framesEncoded?: number }[])
    .flatMap(({ type, rid = '', frameHeight = 0, framesEncoded = 0 }) => (type === 'outbound-rtp' && framesEncoded > 0 ? { rid, heightPx: frameHeight, framesEncoded } : []));
}
