import type { BridgeEventData, BridgeEventName, WindowRole } from '#protocol/ipc/calls.ts';
import type { SlotId } from '#protocol/nouns/ids.ts';
import { sameRectangle, type Rectangle } from './displayFacts.ts';
import type { DisplayPlan } from './planDisplays.ts';

/** A window as the plan sees it; `HallWindow` is the real one. */
export interface PlannedWindow {
  readonly role: WindowRole;
  readonly slotId: SlotId | null;
  /** Id of its web contents; -1 once closed. */
  readonly contentsId: number;
  place(area: Rectangle): void;
  focus(): void;
  reload(): void;
  /** The page asks to be loaded anew; false when that was done not long ago. */
  mend(): boolean;
  /** How often `mend` did so. */
  readonly mended: number;
  send<Name extends BridgeEventName>(name: Name, data: BridgeEventData<Name>): void;
  /** Lets the app end. */
  release(): void;
  close(): void;
}

export type WindowWish = {
  readonly role: WindowRole;
  readonly slotId: SlotId | null;
  readonly area: Rectangle;
  readonly onLost: () => void;
};

type Entry = { readonly window: PlannedWindow; area: Rectangle };
const DESK = 'desk';

/** All product windows. Makes what is there equal to the plan and touches nothing that already is. */
export class HallWindows {
  readonly #open: (wish: WindowWish) => PlannedWindow;
  readonly #onDeskClosed: () => void;
  readonly #entries = new Map<string, Entry>();
  #plan: DisplayPlan | null = null;
  #released = false;

  private constructor(open: (wish: WindowWish) => PlannedWindow, onDeskClosed: () => void) {
    this.#open = open;
    this.#onDeskClosed = onDeskClosed;
  }

  /** `onDeskClosed`: the dispatcher has closed the desk window, which ends the app. */
  static create(options: { open: (wish: WindowWish) => PlannedWindow; onDeskClosed: () => void }): HallWindows {
    return new HallWindows(options.open, options.onDeskClosed);
  }

  /** With no display at all the windows stay as they are: the system will soon report one. */
  apply(plan: DisplayPlan): void {
    if (this.#released || (plan.desk === null && plan.walls.length === 0)) return;
    this.#plan = plan;
    const wanted = new Map<string, Omit<WindowWish, 'onLost'>>();
    if (plan.desk !== null) wanted.set(DESK, { role: 'desk', slotId: null, area: plan.desk.workArea });
    for (const { slotId, bounds } of plan.walls) wanted.set(slotId, { role: 'wall', slotId, area: bounds });
    for (const [name, { window }] of this.#entries) {
      if (wanted.has(name)) continue;
      this.#entries.delete(name);
      window.close();
    }
    for (const [name, wish] of wanted) this.#settle(name, wish);
  }

  windowOf(contentsId: number): PlannedWindow | null {
    return this.all.find((window) => window.contentsId === contentsId) ?? null;
  }

  get desk(): PlannedWindow | null {
    return this.#entries.get(DESK)?.window ?? null;
  }

  wallAt(slotId: SlotId): PlannedWindow | null {
    return this.#entries.get(slotId)?.window ?? null;
  }

  get all(): readonly PlannedWindow[] {
    return [...this.#entries.values()].map(({ window }) => window);
  }

  broadcast<Name extends BridgeEventName>(name: Name, data: BridgeEventData<Name>): void {
    for (const window of this.all) window.send(name, data);
  }

  reload(): void {
    for (const window of this.all) window.reload();
  }

  /** The app is ending: windows may close and none is opened again. */
  release(): void {
    this.#released = true;
    for (const window of this.all) window.release();
  }

  #settle(name: string, wish: Omit<WindowWish, 'onLost'>): void {
    const entry = this.#entries.get(name);
    if (entry === undefined) {
      const onLost = () => {
        this.#lost(name);
      };
      this.#entries.set(name, { window: this.#open({ ...wish, onLost }), area: wish.area });
      return;
    }
    if (sameRectangle(entry.area, wish.area)) return;
    entry.area = wish.area;
    entry.window.place(wish.area);
  }

  #lost(name: string): void {
    this.#entries.delete(name);
    if (this.#released) return;
    if (name === DESK) this.#onDeskClosed();
    else if (this.#plan !== null) this.apply(this.#plan);
  }
}
