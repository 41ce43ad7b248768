import type { Locator, Page } from 'playwright';
import { until } from './until.ts';

/** A person at the console: signs in and out and turns the pages, by the same controls as everyone. */
export class AtTheDesk {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  /** Fills the sign-in page; what follows is for the caller to look at. */
  async offer(username: string, password: string): Promise<void> {
    await this.page.locator('[data-field="username"]').fill(username);
    await this.page.locator('[data-field="password"]').fill(password);
    await this.page.locator('[data-role="sign-in"]').click();
  }

  /** Signs in someone who has a console to use. */
  async signIn(username: string, password: string): Promise<void> {
    await this.offer(username, password);
    await this.page.locator('[data-role="person-menu"]').waitFor({ timeout: 15_000 });
  }

  async signOut(options: { fromDuty?: boolean } = {}): Promise<void> {
    await this.page.locator('[data-role="person-menu"]').click();
    await this.page.locator('[data-role="sign-out-item"]').click();
    if (options.fromDuty === true) {
      await this.page.locator('[data-role="sign-out-anyway"]').click();
    }
    await this.page.locator('[data-field="username"]').waitFor({ timeout: 15_000 });
  }

  /** Whoever came in with a one-time password chooses one of their own, and is in. */
  async choosePassword({ oneTime, next }: { oneTime: string; next: string }): Promise<void> {
    await this.page.locator('[data-field="present"]').fill(oneTime);
    await this.page.locator('[data-field="next"]').fill(next);
    await this.page.locator('[data-field="repeat"]').fill(next);
    await this.page.locator('[data-role="change-password"]').click();
    await this.page.locator('[data-role="person-menu"]').waitFor({ timeout: 15_000 });
  }

  /** Names of the pages that are offered. */
  async pages(): Promise<string[]> {
    return this.page.locator('nav [data-page]').evaluateAll((tabs) => tabs.map((tab) => (tab as HTMLElement).dataset['page'] ?? ''));
  }

  async open(name: 'desk' | 'operations' | 'tasks' | 'duty' | 'courts' | 'admin' | 'audit'): Promise<void> {
    await this.page.locator(`nav [data-page="${name}"]`).click();
    const layer = name === 'desk' ? '[data-role="desk-layer"]:not([inert])' : `[data-role="page-layer"][data-page="${name}"]`;
    await this.page.locator(layer).waitFor({ timeout: 15_000 });
  }

  /** The administration page at one of its tabs. */
  async openAdmin(tab: '人员' | '单位' | '设备' | '登录会话'): Promise<void> {
    await this.open('admin');
    await this.page.getByRole('tab', { name: tab }).and(this.page.locator(':not([inert] *)')).click();
  }

  /** Reads the one-time code off the dialog that shows it, and the link where there is one, and puts the dialog away. */
  async takeCode(): Promise<{ code: string; link: string | null }> {
    const dialog = this.dialog().filter({ has: this.page.locator('[data-role="enrolment-code"]') });
    const code = (await dialog.locator('[data-role="enrolment-code"]').textContent())?.trim() ?? '';
    const [link = null] = /https:\/\/\S+/.exec((await dialog.getByText(/^https:/).allTextContents()).join()) ?? [];
    await dialog.getByRole('button', { name: '完成' }).click();
    await this.untilDialogCloses();
    return { code, link };
  }

  /** The row of a table that says this. */
  row(text: string): Locator {
    return this.page.getByRole('row').filter({ hasText: text });
  }

  /** A control of this name on the page that is open, or in the dialog over it. */
  button(name: string | RegExp): Locator {
    return this.page.getByRole('button', { name, exact: true }).and(this.page.locator(':not([inert] *)'));
  }

  dialog(): Locator {
    return this.page.getByRole('dialog');
  }

  async untilDialogCloses(): Promise<void> {
    await until('the dialog to close', async () => (await this.dialog().count()) === 0, { withinMs: 10_000 });
  }
}
