import { z } from 'zod';
import { serverUrlOf, type Page } from './browserToken.ts';
import { commandId } from '#protocol/nouns/ids.ts';
import { position } from '#protocol/telemetry/place.ts';

/** A press of the button that the hall has not confirmed. `pressedAt` is hall time, ms. */
const unsentSos = z.object({ commandId, pressedAt: z.number(), position: position.nullable() });
export type UnsentSos = z.infer<typeof unsentSos>;

/** One press, kept on the device for its hall: a closed page or an empty battery does not lose it. */
export interface UnsentSosStore {
  read(): UnsentSos | null;
  /** Null forgets it. */
  keep(press: UnsentSos | null): void;
}

export function createUnsentSosStore(page: Page & { readonly localStorage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'> }): UnsentSosStore {
  const key = `sos ${serverUrlOf(page)}`;
  return {
    read() {
      try {
        const text = page.localStorage.getItem(key);
        return text === null ? null : unsentSos.parse(JSON.parse(text));
      } catch {
        return null;
      }
    },
    keep(press) {
      if (press === null) {
        page.localStorage.removeItem(key);
      } else {
        page.localStorage.setItem(key, JSON.stringify(press));
      }
    },
  };
}
