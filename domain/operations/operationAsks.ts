import type { CampaignId, CourtCode } from '#protocol/nouns/ids.ts';
import { changeCampaign, closeCampaign, openCampaign } from '../campaigns/decideCampaign.ts';
import type { Decision } from '../decision/decision.ts';
import type { HallState } from '../hallState/hallState.ts';
import { addParty, changeParty, openParty } from '../parties/decideParty.ts';
import { correctStep, doItem, endStep, exceptStep, explainGap, giveNotice } from '../steps/decideCourse.ts';
import { closeGap, openGap } from '../steps/decideGap.ts';
import { abandonStep, askSignature, beginStep, notePerson, planStep, refuseSignature, showPaper, signStep } from '../steps/decideStep.ts';
import { lackingOf } from '../steps/stepRules.ts';
import { archiveOperation, archiveStep, ARCHIVE_AFTER_MS } from './decideArchive.ts';
import { advanceOperation, callOffOperation, changeOperation, checkIn, concludeOperation, planOperation } from './decideOperation.ts';
import { noteInJournal } from './noteInJournal.ts';
import { AT, COURT, momentAt, operationIdOf, partyIdOf, personOf, planned, RULES, stepIdOf, stepOf, unitIdOf } from './operationRig.ts';

/** Numbers that a command makes its choices with. */
export type Dice = { readonly operation: number; readonly step: number; readonly who: number; readonly choice: number };
type Ask = (state: HallState, dice: Dice) => Decision<unknown>;

const moment = momentAt(AT);
const later = momentAt(AT + 2 * ARCHIVE_AFTER_MS);
const NOTHING: Decision<unknown> = { events: [], answer: () => null };
const pick = <Item>(items: readonly Item[], { choice }: Dice) => items[choice % items.length]!;
const stepNow = (state: HallState, { step }: Dice) => ({ stepId: stepIdOf(step), expectedVersion: state.steps.get(stepIdOf(step))?.version ?? 0 });
const operationNow = (state: HallState, { operation }: Dice) => ({ operationId: operationIdOf(operation), expectedVersion: state.operations.get(operationIdOf(operation))?.version ?? 0 });
const cash = ({ choice }: Dice) => ({ cash: { kind: 'amountCents' as const, amountCents: choice * 100 } });
const personal = ({ choice }: Dice) => ({ name: pick(['柯大明', '欧阳建国', '陈明'], { choice } as Dice), idNumber: '', phone: '', address: '' });
const said = (dice: Dice) => ({ kind: 'person' as const, gender: 'male' as const, minor: dice.choice % 5 === 0, personal: personal(dice) });
const court = ({ operation }: Dice) => (operation === 1 ? COURT : '闽03') as CourtCode;
const team = ({ choice }: Dice) => ({ team: 1, name: '一组', unitIds: [unitIdOf(1 + (choice % 5))], vehicles: [], members: [] });
const CAMPAIGN = '00000000-0000-4000-8000-800000000001' as CampaignId;
const campaign = { name: '亮剑八闽', aim: '', from: '2026-11-01', to: null };
const campaignNow = (state: HallState) => ({ campaignId: CAMPAIGN, expectedVersion: state.campaigns.get(CAMPAIGN)?.version ?? 0 });
/** One party an operation. */
const party = ({ operation }: Dice) => partyIdOf(operation);

/** Everything that can be asked about operations, by its name. */
export const OPERATION_ASKS: Record<string, Ask> = {
  openCampaign: (state) => (state.campaigns.has(CAMPAIGN) ? NOTHING : openCampaign(state, { courtCode: COURT, ...campaign }, CAMPAIGN)),
  changeCampaign: (state) => changeCampaign(state, { ...campaignNow(state), ...campaign, name: '联合利剑' }),
  closeCampaign: (state) => closeCampaign(state, { ...campaignNow(state), reason: '结束' }),
  plan: (state, dice) => (state.operations.has(operationIdOf(dice.operation)) ? NOTHING
    : planOperation(state, planned({ courtCode: court(dice), teams: [team(dice)] }), { ...moment, operationId: operationIdOf(dice.operation) })),
  change: (state, dice) => changeOperation(state, { ...planned({ teams: [team(dice)] }), ...operationNow(state, dice) }, moment),
  checkIn: (state, dice) => checkIn(state, { ...operationNow(state, dice), team: 1, name: `人${dice.who}` }),
  advance: (state, dice) => advanceOperation(state, { ...operationNow(state, dice), to: pick(['assembled', 'underWay', 'onSite'] as const, dice), reason: dice.who === 1 ? null : '调整' }),
  conclude: (state, dice) => concludeOperation(state, { ...operationNow(state, dice), conclusion: '完毕' }),
  callOff: (state, dice) => callOffOperation(state, { ...operationNow(state, dice), reason: '取消' }),
  note: (state, dice) => noteInJournal(state, { operationId: operationIdOf(dice.operation), text: '到达现场', pictureIds: [], mark: null }),
  // So early that a clock of a detention still runs on.
  archive: (state, dice) => archiveOperation(state, { operationId: operationIdOf(dice.operation) }, momentAt(AT + ARCHIVE_AFTER_MS)),
  archiveStep: (state, dice) => archiveStep(state, { stepId: stepIdOf(dice.step) }, later),
  addParty: (state, dice) => (state.parties.has(party(dice)) ? NOTHING : addParty(state, { operationId: operationIdOf(dice.operation), ...said(dice) }, party(dice))),
  changeParty: (state, dice) => changeParty(state, { partyId: party(dice), expectedVersion: state.parties.get(party(dice))?.version ?? 0, ...said(dice) }),
  openParty: (state, dice) => openParty(state, { partyId: party(dice), purpose: '核对身份' }),
  planStep: (state, dice) => {
    const input = { operationId: operationIdOf(dice.operation), facts: [], partyId: state.parties.has(party(dice)) ? party(dice) : null, caseNumber: null, team: null, note: '' };
    const template = dice.choice % 3 === 2 ? 'detention' : 'search';
    const facts = template === 'search' && dice.choice % 2 === 1 ? ['womanSearched'] : [];
    return state.steps.has(stepIdOf(dice.step)) ? NOTHING : planStep(state, { ...input, template, facts }, { ...moment, stepId: stepIdOf(dice.step) });
  },
  showPaper: (state, dice) => showPaper(state, { ...stepNow(state, dice), paper: pick(['warrant', 'oldWarrant', 'card'], dice), reference: '1号' }, moment),
  notePerson: (state, dice) => notePerson(state, { ...stepNow(state, dice), capacity: pick(['officer', 'femaleOfficer', 'family'], dice), who: `人${dice.who}` }, moment),
  /** Somebody brings what is missing first, so that some steps come to begin with everything. */
  supply: (state, dice) => {
    const step = state.steps.get(stepIdOf(dice.step));
    const [missing] = step === undefined ? [] : lackingOf(step, RULES, AT);
    if (step !== undefined && missing?.kind === 'people') {
      return notePerson(state, { ...stepNow(state, dice), capacity: missing.capacityId, who: `员${step.people.length}` }, moment);
    }
    return missing?.kind === 'paper' ? showPaper(state, { ...stepNow(state, dice), paper: missing.paperIds[0], reference: '2号' }, moment) : NOTHING;
  },
  ask: (state, dice) => askSignature(state, { ...stepNow(state, dice), reason: '紧急' }, moment),
  sign: (state, dice) => signStep(state, { ...stepNow(state, dice), reason: '同意' }, personOf(dice.who)),
  refuse: (state, dice) => refuseSignature(state, { ...stepNow(state, dice), reason: '不同意' }),
  begin: (state, dice) => beginStep(state, stepNow(state, dice), moment),
  except: (state, dice) => exceptStep(state, { ...stepNow(state, dice), exception: 'toldButAbsent', reason: '通知' }, moment),
  notice: (state, dice) => giveNotice(state, { ...stepNow(state, dice), notice: 'familyTold', text: '已告知' }, moment),
  item: (state, dice) => doItem(state, { ...stepNow(state, dice), item: pick(['shown', 'record'], dice), text: '', pictureId: 'a'.repeat(64) }, moment),
  openGap: (state, dice) => openGap(state, { stepId: stepIdOf(dice.step), fromAt: AT + dice.choice, recording: 1, needed: 2 }),
  closeGap: (state, dice) => closeGap(state, { stepId: stepIdOf(dice.step), toAt: AT + 40_000 }),
  explainGap: (state, dice) => explainGap(state, { stepId: stepIdOf(dice.step), fromAt: stepOf(state, dice.step)?.gaps[0]?.fromAt ?? 0, text: '更换电池' }),
  end: (state, dice) => {
    const isSearch = state.steps.get(stepIdOf(dice.step))?.template === 'search';
    return endStep(state, { ...stepNow(state, dice), outcome: isSearch ? pick(['done', 'calledOff'], dice) : 'done', results: isSearch ? cash(dice) : {} }, moment);
  },
  correct: (state, dice) => correctStep(state, { ...stepNow(state, dice), results: cash(dice), reason: '更正' }, moment),
  abandon: (state, dice) => abandonStep(state, { ...stepNow(state, dice), reason: '放弃' }, moment),
};

/** Those that end things, and so are to be rare in a history that is to come far. */
export const ENDING_ASKS: readonly string[] = ['abandon', 'conclude', 'callOff', 'refuse', 'closeCampaign', 'archive', 'archiveStep'];
