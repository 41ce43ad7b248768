import type { WallTile } from '../e2e/rig/look.ts';

/** A tile may be wrong for this long before that counts, ms. */
const WRONG_AFTER_MS = 5_000;
/** A picture that a tile calls live may be this old, ms. */
const LIVE_AGE_MS = 2_000;
/** Of luma: a picture that is black, not only flat as a starved encoder's. */
const LEAST_CONTRAST = 16;
const BLACK_LUMA = 32;

export type WrongTile = { readonly tile: string; readonly why: string; readonly fromAt: number; readonly forMs: number };

type Spell = { readonly why: string; readonly fromAt: number; lastAt: number };

/**
 * A tile is wrong while it shows an old, a foreign or a black picture without saying so, and a display while it has neither its page nor the
 * words that it is coming back.
 * A tile that says that it has no picture, or that it is black, is not wrong, whatever the reason; nor is one whose clock is too blurred to be read, as when a
 * sender's encoder has little to give.
 */
export class TileJudge {
  readonly #spells = new Map<string, Spell>();
  readonly #wrong: WrongTile[] = [];
  looks = 0;

  /** One look at every window. `slotIds`: displays that are there now. */
  look(now: number, tiles: readonly WallTile[], slotIds: readonly string[], windows: ReadonlySet<string>): void {
    this.looks += 1;
    const found = new Map<string, string>();
    for (const tile of tiles) {
      const why = faultOf(tile);
      if (why !== null) {
        found.set(`${tile.slotId}/${tile.tileKey}`, why);
      }
    }
    for (const slotId of slotIds) {
      if (!windows.has(slotId)) {
        found.set(slotId, 'no window');
      }
    }
    for (const [tile, spell] of this.#spells) {
      if (!found.has(tile)) {
        this.#end(tile, spell);
      }
    }
    for (const [tile, why] of found) {
      const spell = this.#spells.get(tile);
      if (spell === undefined) {
        this.#spells.set(tile, { why, fromAt: now, lastAt: now });
      } else {
        spell.lastAt = now;
      }
    }
  }

  /** Everything that was wrong for too long up to now. */
  verdict(): readonly WrongTile[] {
    for (const [tile, spell] of this.#spells) {
      this.#end(tile, spell);
    }
    return this.#wrong;
  }

  #end(tile: string, { why, fromAt, lastAt }: Spell): void {
    this.#spells.delete(tile);
    if (lastAt - fromAt > WRONG_AFTER_MS) {
      this.#wrong.push({ tile, why, fromAt, forMs: lastAt - fromAt });
    }
  }
}

/** What is wrong with a tile at this moment; null: nothing, or it says so itself. */
export function faultOf({ state, unitId, ownPicture, ageMs, contrast, brightest, hinted }: WallTile): string | null {
  if (state !== 'live' || unitId === '') {
    return null;
  }
  if (ageMs === null) {
    return contrast < LEAST_CONTRAST && brightest < BLACK_LUMA && !hinted ? 'a black picture that it calls live' : null;
  }
  return !ownPicture ? 'a picture that is not its unit’s' : ageMs > LIVE_AGE_MS ? 'an old picture that it calls live' : null;
}
