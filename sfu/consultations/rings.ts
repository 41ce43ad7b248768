import type { NoticeData } from '#protocol/contract.ts';
import { RINGING_MS } from '#protocol/consultations/room.ts';
import type { ConsultationId, UserId } from '#protocol/nouns/ids.ts';
import type { Session } from '../ports/session.ts';

type Ring = { readonly caller: Session | null; readonly name: string; readonly words: Omit<NoticeData<'consultation.ringing'>, 'over'>; readonly timer: NodeJS.Timeout };
type Outcome = NoticeData<'consultation.ringAnswered'>['outcome'];

/** Who is called by their desk now. */
export class Rings {
  readonly #rings = new Map<string, Ring>();
  readonly #desksOf: (userId: UserId) => readonly Session[];

  constructor(options: { readonly desksOf: (userId: UserId) => readonly Session[] }) {
    this.#desksOf = options.desksOf;
  }

  /** Rings at every desk of the person, anew if it rang already. */
  begin(consultationId: ConsultationId, person: { readonly userId: UserId; readonly name: string }, caller: Session | null, words: Pick<Ring['words'], 'title' | 'callerName' | 'callerCourt'>): void {
    const { userId, name } = person;
    const key = keyOf(consultationId, userId);
    clearTimeout(this.#rings.get(key)?.timer);
    const ring: Ring = { caller, name, words: { ...words, consultationId }, timer: setTimeout(() => this.end(consultationId, userId, 'unanswered'), RINGING_MS).unref() };
    this.#rings.set(key, ring);
    this.#tell(userId, ring, false);
  }

  /** What no longer rings is passed over. */
  end(consultationId: ConsultationId, userId: UserId, outcome: Outcome): void {
    const ring = this.#rings.get(keyOf(consultationId, userId));
    if (ring === undefined) return;
    clearTimeout(ring.timer);
    this.#rings.delete(keyOf(consultationId, userId));
    this.#tell(userId, ring, true);
    ring.caller?.notify('consultation.ringAnswered', { consultationId, userId, name: ring.name, outcome });
  }

  endAll(consultationId: ConsultationId): void {
    for (const key of this.#rings.keys()) if (key.startsWith(consultationId)) this.end(consultationId, key.slice(consultationId.length + 1) as UserId, 'unanswered');
  }

  /** What rings for this person now. */
  ringingFor({ userId }: Pick<Session, 'userId'>): NoticeData<'consultation.ringing'>[] {
    return [...this.#rings].flatMap(([key, { words }]) => (key.endsWith(`/${userId}`) ? [{ ...words, over: false }] : []));
  }

  /** Idempotent. */
  close(): void {
    for (const { timer } of this.#rings.values()) clearTimeout(timer);
    this.#rings.clear();
  }

  #tell(userId: UserId, { words }: Ring, over: boolean): void {
    for (const desk of this.#desksOf(userId)) desk.notify('consultation.ringing', { ...words, over });
  }
}

function keyOf(consultationId: ConsultationId, userId: UserId): string {
  return `${consultationId}/${userId}`;
}
