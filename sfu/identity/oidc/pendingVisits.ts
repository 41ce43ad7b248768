import { randomBytes } from 'node:crypto';
import { AppError } from '#protocol/errors.ts';
import type { Visit, Visitor } from './identityProvider.ts';

/** From the beginning of a visit to its end. */
const VISIT_MS = 300_000;
const VISITS_PER_ADDRESS = 8;
const VISITS = 1_024;
const TICKET_BYTES = 24;

/** A person who is at the provider now, and the console that waits. */
export type PendingVisit = {
  readonly ticket: string;
  readonly visit: Visit;
  readonly clientName: string;
  readonly remoteAddress: string;
  /** Errors: oidcFailed, timedOut, closing. */
  readonly visitor: Promise<Visitor>;
  settle(visitor: Promise<Visitor>): void;
};

/** The visits that have begun and not ended. */
export class PendingVisits {
  readonly #visits = new Map<string, PendingVisit & { fail(error: AppError): void; readonly timer: NodeJS.Timeout }>();
  readonly #returned = new Set<string>();

  /** Errors: tooManyRequests. */
  expectRoom(remoteAddress: string): void {
    const ofAddress = [...this.#visits.values()].filter((visit) => visit.remoteAddress === remoteAddress);
    if (this.#visits.size >= VISITS || ofAddress.length >= VISITS_PER_ADDRESS) {
      throw new AppError('tooManyRequests');
    }
  }

  /** Errors: tooManyRequests; others may have begun since there was room. */
  add(options: { visit: Visit; clientName: string; remoteAddress: string }): PendingVisit {
    this.expectRoom(options.remoteAddress);
    const ticket = randomBytes(TICKET_BYTES).toString('base64url');
    const { promise: visitor, resolve, reject } = Promise.withResolvers<Visitor>();
    // Nobody may be waiting when it fails.
    visitor.catch(() => undefined);
    const fail = (error: AppError) => {
      reject(error);
      this.remove(ticket);
    };
    const timer = setTimeout(() => fail(new AppError('timedOut')), VISIT_MS);
    const pending = { ...options, ticket, visitor, settle: resolve, fail, timer };
    this.#visits.set(ticket, pending);
    return pending;
  }

  byTicket(ticket: string): PendingVisit | undefined {
    return this.#visits.get(ticket);
  }

  /** Whose browser may come back with this state; it comes back once. */
  byState(state: string | null): PendingVisit | undefined {
    return [...this.#visits.values()].find(({ ticket, visit }) => visit.state === state && !this.#returned.has(ticket));
  }

  markReturned(ticket: string): void {
    this.#returned.add(ticket);
  }

  remove(ticket: string): void {
    clearTimeout(this.#visits.get(ticket)?.timer);
    this.#visits.delete(ticket);
    this.#returned.delete(ticket);
  }

  /** Idempotent. */
  close(): void {
    for (const visit of this.#visits.values()) {
      visit.fail(new AppError('closing'));
    }
  }
}
