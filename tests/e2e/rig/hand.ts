import type { Locator, Page } from 'playwright';

/** A dispatcher's hand that counts what it does: presses, chords and drags. What is written into a field is the work itself and counts nothing. */
export class Hand {
  readonly actionsOf = new Map<string, number>();
  readonly #page: Page;
  #actions = 0;

  constructor(page: Page) {
    this.#page = page;
  }

  /** One job from the desk at rest to its end. */
  async job(name: string, work: () => Promise<void>): Promise<void> {
    this.#actions = 0;
    await work();
    this.actionsOf.set(name, this.#actions);
  }

  async click(place: Locator): Promise<void> {
    this.#actions += 1;
    await place.click();
  }

  async press(chord: string): Promise<void> {
    this.#actions += 1;
    await this.#page.keyboard.press(chord);
  }

  async drag(from: Locator, to: Locator): Promise<void> {
    this.#actions += 1;
    await from.dragTo(to);
  }

  async write(text: string): Promise<void> {
    await this.#page.keyboard.type(text);
  }
}
