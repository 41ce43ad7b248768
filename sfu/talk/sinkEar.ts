import type { Logger } from 'pino';
import type { UnitId } from '#protocol/nouns/ids.ts';
import type { VoiceSink } from '../ports/voiceSinks.ts';
import type { Hears, Speech } from './speech.ts';

export type SinkEarOptions = { readonly unitId: UnitId; readonly sink: VoiceSink; readonly onChanged: () => void; readonly logger: Logger };

type Playing = { readonly speech: Speech; state: Hears; readonly undo: (() => void)[]; over: boolean };

/** What a unit without a session hears: one speech at a time, sent to its device. */
export class SinkEar {
  readonly #options: SinkEarOptions;
  #playing: Playing | null = null;

  constructor(options: SinkEarOptions) {
    this.#options = options;
  }

  /** This and nothing else, from now on. */
  play(speech: Speech | undefined): void {
    if (speech?.talkId === this.#playing?.speech.talkId) return;
    this.#stop();
    if (speech === undefined) return;
    const playing: Playing = { speech, state: 'starting', undo: [], over: false };
    this.#playing = playing;
    void this.#start(playing);
  }

  hears(talkId: string): Hears | undefined {
    return this.#playing?.speech.talkId === talkId ? this.#playing.state : undefined;
  }

  /** Idempotent. */
  close(): void {
    this.#stop();
  }

  async #start(playing: Playing): Promise<void> {
    const { sink, unitId, onChanged, logger } = this.#options;
    const { speech } = playing;
    const fail = (error: unknown) => {
      logger.warn({ err: error, unitId, talkId: speech.talkId }, 'a device does not play what is said to it');
      playing.state = 'failed';
      for (const undo of playing.undo.splice(0)) undo();
    };
    try {
      const way = await sink.begin({
        name: speech.name,
        onLost: () => {
          if (playing.over) return;
          fail(new Error('the device hung up'));
          onChanged();
        },
      });
      playing.undo.push(() => way.end());
      if (!playing.over && playing.state === 'starting') {
        const tap = await speech.voice.tap((packet) => way.packet(packet));
        playing.undo.push(() => tap.close());
        playing.state = 'ready';
      }
    } catch (error) {
      if (!playing.over) fail(error);
    }
    if (playing.over) for (const undo of playing.undo.splice(0)) undo();
    else onChanged();
  }

  #stop(): void {
    const playing = this.#playing;
    this.#playing = null;
    if (playing === null) return;
    playing.over = true;
    for (const undo of playing.undo.splice(0)) undo();
  }
}
