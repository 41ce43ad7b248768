import { AppError } from '#protocol/errors.ts';
import type { RuleBook } from '#protocol/rules/rules.ts';
import type { StepTemplate } from '#protocol/rules/stepTemplates.ts';
import type { ActOf } from '#protocol/scenario/acts.ts';
import { spanMs } from '#domain/drills/spans.ts';
import { rowAt } from '#domain/rules/rowAt.ts';
import type { Cues } from '../clock/cues.ts';
import type { Desks } from './desks.ts';
import { ScenarioError } from './resolveInput.ts';
import { simulatedPicture } from './simulatedPicture.ts';

type StepAct = ActOf<'step'>;
type Room = { readonly desks: Desks; readonly cues: Cues; readonly book: RuleBook; /** Hall time, ms since the epoch. */ readonly now: () => number; readonly operationId: string };

/** What lets a step go on that waits for a signature, or ends it. */
const ANSWERS = new Set(['step.signed', 'step.signatureRefused', 'step.paperShown', 'step.personPresent', 'step.abandoned']);

/** A whole step as a team does it. Without its papers it asks for a signature and waits; in vain, it gives the step up. Errors: what the hall answers. */
export async function playStep(act: StepAct, { desks, cues, book, now, operationId }: Room): Promise<void> {
  const { by, papers, people, takes, outcome, results } = act;
  const ask = (name: string, input: Record<string, unknown>) => desks.ask(by, name, input);
  const template = rowAt(book.steps, act.template, now());
  if (template === undefined) {
    throw new ScenarioError(`规则库没有步骤 ${act.template}`);
  }
  const partyId = act.party === undefined ? null : idIn(await ask('party.add', { operationId, ...partyOf(act.party) }), 'party', 'partyId');
  const planned = await ask('step.plan', { operationId, template: act.template, facts: act.facts ?? [], partyId, caseNumber: act.caseNumber ?? null, team: act.team ?? null, note: '' });
  const stepId = idIn(planned, 'step', 'stepId');
  for (const [paper, reference] of Object.entries(papers)) {
    await ask('step.showPaper', { stepId, paper, reference });
  }
  for (const { capacity, who } of people) {
    await ask('step.notePerson', { stepId, capacity, who });
  }
  if (!(await begun())) {
    await ask('step.abandon', { stepId, reason: '依据不全，未获签批，不予实施' }).catch(passOver('stepOver'));
    return;
  }
  const beganAt = now();
  for (const { in: later, notice, text } of act.notices ?? []) {
    cues.start(async () => {
      await cues.until(beganAt + spanMs(later));
      await ask('step.giveNotice', { stepId, notice, text });
    });
  }
  await cues.until(beganAt + spanMs(takes));
  if (template.outcomes.find(({ id }) => id === outcome)?.done === true) {
    for (const item of template.checklist.filter(({ required }) => required)) {
      await doItem(item);
    }
  }
  await ask('step.end', { stepId, outcome, results });

  /** False when nobody let it begin. */
  async function begun(): Promise<boolean> {
    const { asksSignature } = act;
    for (let asked = false; ;) {
      try {
        await ask('step.begin', { stepId });
        return true;
      } catch (error) {
        if (!(error instanceof AppError) || error.code !== 'papersMissing' || asksSignature === undefined) {
          throw error;
        }
      }
      if (!asked) {
        await ask('step.askSignature', { stepId, reason: asksSignature.reason });
        asked = true;
      }
      const answer = await cues.entry(({ name, subject }) => subject === `step/${stepId}` && ANSWERS.has(name), now() + spanMs(asksSignature.waits));
      if (answer === null || answer.name === 'step.signatureRefused' || answer.name === 'step.abandoned') {
        return false;
      }
    }
  }

  async function doItem({ id, kind, name }: StepTemplate['checklist'][number]): Promise<void> {
    const pictureId = kind === 'picture' ? await putPicture(`${act.template}/${id}`) : null;
    await ask('step.doItem', { stepId, item: id, text: kind === 'signature' ? (people[0]?.who ?? name) : '', pictureId });
  }

  async function putPicture(seed: string): Promise<string> {
    const { pictureId, bytes } = simulatedPicture(seed);
    await ask('picture.put', { operationId, pictureId, mimeType: 'image/png', totalBytes: bytes.length, offset: 0, base64: bytes.toString('base64') });
    return pictureId;
  }
}

function partyOf({ name, kind = 'person', gender = 'unknown', minor = false, address = '' }: NonNullable<StepAct['party']>): Record<string, unknown> {
  return { kind, gender, minor, personal: { name, idNumber: '', phone: '', address } };
}

function idIn(answer: Record<string, unknown>, noun: string, key: string): string {
  return String((answer[noun] as Record<string, unknown>)[key]);
}

function passOver(code: AppError['code']): (error: unknown) => void {
  return (error) => {
    if (!(error instanceof AppError) || error.code !== code) {
      throw error;
    }
  };
}
