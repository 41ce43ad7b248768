import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Consultation } from '#protocol/consultations/consultations.ts';
import type { NoticeData } from '#protocol/contract.ts';
import type { ConsultationId } from '#protocol/nouns/ids.ts';
import type { HallLink } from '../../../link/hallLink.ts';
import { RoomLine, type RoomLineState } from '../../../media/room/roomLine.ts';
import { openCamera, openMicrophone } from './devices.ts';

export type Ringing = NoticeData<'consultation.ringing'>;
export type RingOutcome = NoticeData<'consultation.ringAnswered'>;

export type ConsultationDeskState = {
  /** Null until the hall told. */
  readonly held: readonly Consultation[] | null;
  readonly ringing: readonly Ringing[];
  /** What became of those that this desk called, the newest last. */
  readonly outcomes: readonly RingOutcome[];
  readonly line: RoomLine | null;
  /** How the last room ended, until it is read. */
  readonly end: RoomLineState['end'];
};

const OUTCOMES_KEPT = 5;

/** What this desk knows of consultations, and the one room it sits in. */
export class ConsultationDesk {
  readonly state: StoreApi<ConsultationDeskState> = createStore<ConsultationDeskState>(() => ({ held: null, ringing: [], outcomes: [], line: null, end: null }));
  readonly #link: HallLink;
  readonly #log: (message: string, cause: unknown) => void;
  #undo: (() => void)[] = [];

  constructor({ link, log }: { readonly link: HallLink; readonly log: (message: string, cause: unknown) => void }) {
    this.#link = link;
    this.#log = log;
  }

  /** Listens to the hall, until closed. */
  open(): void {
    const link = this.#link;
    this.#undo = [
      link.on('consultation.held', ({ consultations }) => this.state.setState({ held: consultations })),
      link.on('consultation.ringing', (ringing) => {
        const others = this.state.getState().ringing.filter(({ consultationId }) => consultationId !== ringing.consultationId);
        this.state.setState({ ringing: ringing.over ? others : [...others, ringing] });
      }),
      link.on('consultation.ringAnswered', (outcome) => this.state.setState(({ outcomes }) => ({ outcomes: [...outcomes, outcome].slice(-OUTCOMES_KEPT) }))),
      link.state.subscribe((now, before) => {
        if (now.phase === 'online' && before.phase !== 'online') void this.#ask();
        if (now.phase !== 'online') this.state.setState({ ringing: [] });
      }),
    ];
    if (link.state.getState().phase === 'online') void this.#ask();
  }

  async #ask(): Promise<void> {
    try {
      const { consultations, ringing } = await this.#link.request('consultation.list', {});
      this.state.setState({ held: consultations, ringing });
    } catch (error) {
      this.#log('the consultations were not read', error);
    }
  }

  /** Goes into this room, out of any other. */
  join(consultationId: ConsultationId): void {
    const { line } = this.state.getState();
    if (line?.state.getState().consultationId === consultationId) return;
    line?.leave();
    const next = new RoomLine({ link: this.#link, consultationId, openMicrophone, openCamera, log: this.#log });
    this.state.setState({ line: next, end: null, outcomes: [] });
    const stop = next.state.subscribe(({ phase, end }) => {
      if (phase !== 'out') return;
      stop();
      if (this.state.getState().line === next) this.state.setState({ line: null, end: end?.why === 'left' ? null : end });
    });
  }

  answer({ consultationId }: Ringing, accept: boolean): void {
    this.state.setState(({ ringing }) => ({ ringing: ringing.filter((one) => one.consultationId !== consultationId) }));
    this.#link.request('consultation.answerRing', { consultationId, accept }).catch((error: unknown) => this.#log('the answer to a call did not arrive', error));
    if (accept) this.join(consultationId);
  }

  forgetEnd(): void {
    this.state.setState({ end: null });
  }

  /** Idempotent. */
  close(): void {
    for (const undo of this.#undo.splice(0)) undo();
    this.state.getState().line?.leave();
    this.state.setState({ line: null, ringing: [] });
  }
}
