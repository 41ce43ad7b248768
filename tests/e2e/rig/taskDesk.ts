import path from 'node:path';
import type { Locator, Page } from 'playwright';
import { AtTheDesk } from './atTheDesk.ts';
import { until } from './until.ts';

type TaskDeskOptions = { readonly page: Page; /** Of everyone who sits here. */ readonly password: string; /** Where photographs go. */ readonly photographs: string };
type Box = '收件' | '发件' | '我的' | '待审批' | '全部';
type Standing = '未结' | '逾期' | '紧急' | '已结' | '不限';

/** People who work on tasks at one console, one after the other. */
export class TaskDesk {
  readonly page: Page;
  readonly desk: AtTheDesk;
  readonly #options: TaskDeskOptions;

  constructor(options: TaskDeskOptions) {
    this.page = options.page;
    this.desk = new AtTheDesk(options.page);
    this.#options = options;
  }

  get dossier(): Locator {
    return this.page.locator('[data-role="dossier"]');
  }

  get dialog(): Locator {
    return this.page.getByRole('dialog');
  }

  photograph(name: string): Promise<Buffer> {
    return this.page.screenshot({ path: path.join(this.#options.photographs, `${name}.png`) });
  }

  /** Whoever sits here gives way to this person, on the page of tasks or of approvals. */
  async become(username: string, page: 'tasks' | 'approval' = 'tasks'): Promise<void> {
    await this.desk.signOut();
    await this.desk.signIn(username, this.#options.password);
    await this.page.locator(`nav [data-page="${page}"]`).click();
  }

  /** The list at this box and standing. */
  async list(box: Box, standing: Standing = '未结'): Promise<void> {
    await this.page.getByRole('radiogroup', { name: '收发' }).getByText(box, { exact: false }).click();
    await this.page.getByRole('radiogroup', { name: '状态' }).getByText(standing, { exact: true }).click();
  }

  row(title: string): Locator {
    return this.page.getByRole('row').filter({ hasText: title.slice(0, 12) }).first();
  }

  /** The dossier of the task with this title. */
  async open(title: string, box: Box, standing: Standing = '未结'): Promise<void> {
    await this.list(box, standing);
    await this.row(title).click();
    await this.dossier.filter({ hasText: title }).waitFor({ timeout: 15_000 });
  }

  stateIs(state: string): Promise<void> {
    return this.dossier.locator(`header[data-state="${state}"]`).waitFor({ timeout: 15_000 });
  }

  /** Presses the step's button; where it asks, `fill` answers before it is sent. */
  async take(step: string, fill?: (dialog: Locator) => Promise<unknown>): Promise<void> {
    await this.dossier.locator(`[data-action="task.${step}"]`).click();
    if (fill === undefined) return;
    await this.dialog.waitFor();
    await fill(this.dialog);
    await this.photograph(`step-${step}`);
    await this.dialog.locator('button[type="submit"]').click();
    await this.dialog.waitFor({ state: 'detached' });
  }

  /** Takes it with the words that it asks for. */
  takeSaying(step: string, words: string): Promise<void> {
    return this.take(step, (dialog) => dialog.getByRole('textbox', { name: /^(理由（必填）|意见（可不填）)$/ }).fill(words));
  }

  /** Takes a step that is signed; whoever has no key yet makes one on the way. */
  async sign(step: string, { pin, fill }: { readonly pin: string; readonly fill?: (dialog: Locator) => Promise<unknown> }): Promise<void> {
    await this.dossier.locator(`[data-action="task.${step}"]`).click();
    await fill?.(this.dialog);
    await this.dialog.locator('button[type="submit"]').click();
    await this.enterPin(pin);
    await until(`no dialog after ${step}`, async () => (await this.dialog.count()) === 0, { withinMs: 20_000 });
  }

  /** The PIN that a signature asks for, and before it a new key where there is none. */
  async enterPin(pin: string): Promise<void> {
    const [makes, asks] = [this.page.locator('[data-field="newPin"]'), this.page.locator('[data-field="pin"]')];
    await makes.or(asks).first().waitFor({ timeout: 15_000 });
    if (await makes.isVisible()) {
      await makes.fill(pin);
      await this.page.locator('[data-field="repeatPin"]').fill(pin);
      await this.page.locator('[data-field="password"]').last().fill(this.#options.password);
      await this.dialog.last().locator('button[type="submit"]').click();
    }
    await asks.fill(pin, { timeout: 30_000 });
    await this.dialog.last().locator('button[type="submit"]').click();
  }

  /** One of a list that a dialog offers. */
  async choose(label: string, option: string): Promise<void> {
    await this.dialog.getByRole('combobox', { name: label }).or(this.dialog.getByRole('textbox', { name: label })).first().click();
    await this.page.getByRole('option', { name: option }).first().click();
  }

  /** The same of a list too long to look through: found by some of its words. */
  async find(label: string, words: string, option: string): Promise<void> {
    await this.dialog.getByRole('combobox', { name: label }).or(this.dialog.getByRole('textbox', { name: label })).first().fill(words);
    await this.page.getByRole('option', { name: option }).or(this.page.getByRole('treeitem', { name: option })).last().click();
  }

  /** What its history says was done, the latest first. */
  moments(): Promise<string[]> {
    return this.dossier.locator('[data-what]').evaluateAll((all) => all.map((one) => (one as HTMLElement).dataset['what'] ?? ''));
  }
}
