import { describe, expect, it } from 'vitest';
import type { AssistKind } from '#protocol/field/assist.ts';
import type { AssistId, CommandId, CourtCode, UnitId } from '#protocol/nouns/ids.ts';
import { FakeHallLink } from '../../../link/fakeHallLink.ts';
import { AssistDesk, type Ask } from './assistDesk.ts';

const idOf = (number: number) => `0190a0b0-0000-7000-8000-00000000000${number}` as AssistId;
const UNIT = '0190a0b0-0000-7000-8000-000000000099' as UnitId;
const ask = (number: number, kind: AssistKind): Ask => ({ assistId: idOf(number), kind, text: '', byName: '林值班', courtName: '厦门中院', endsAt: 30_000 });

function aDesk({ can = () => true, perform = async () => undefined }: { can?: (kind: AssistKind) => boolean; perform?: (kind: AssistKind) => Promise<void> } = {}) {
  let cues = 0;
  const done: AssistKind[] = [];
  const desk = new AssistDesk({
    can,
    perform: async (kind) => {
      await perform(kind);
      done.push(kind);
    },
    onAsked: () => (cues += 1),
    newCommandId: () => crypto.randomUUID() as CommandId,
    log: () => undefined,
  });
  const link = new FakeHallLink();
  link.answers['assist.answer'] = ({ assistId, accepted, refusal }) => ({
    assist: { ...ask(1, 'callBack'), assistId: assistId as AssistId, courtCode: '闽02' as CourtCode, unitId: UNIT, askedAt: 0, state: accepted ? 'accepted' : 'refused', refusal, doneAt: 1, version: 2 },
  });
  const detach = desk.attach(link);
  link.goOnline();
  const answers = () => link.inputsOf('assist.answer').map(({ assistId, accepted, refusal }) => [assistId, accepted, refusal]);
  return { desk, link, detach, answers, done, cues: () => cues };
}

describe('what a desk asks of the device', () => {
  it('is done when the person accepts, and then said', async () => {
    const { desk, link, answers, done, cues } = aDesk();
    link.notify('assist.open', { asks: [ask(1, 'torchOn')] });
    expect([desk.state.getState().asks.length, cues(), done, answers()]).toEqual([1, 1, [], []]);
    await desk.accept(ask(1, 'torchOn'));
    expect([done, answers(), desk.state.getState()]).toEqual([['torchOn'], [[idOf(1), true, null]], { asks: [], doing: null }]);
  });

  it('is refused with the person’s reason, and not done', async () => {
    const { desk, link, answers, done } = aDesk();
    link.notify('assist.open', { asks: [ask(1, 'moveCloser')] });
    await desk.refuse(ask(1, 'moveCloser'), 'unsafe');
    expect([done, answers()]).toEqual([[], [[idOf(1), false, 'unsafe']]]);
  });

  it('that the device cannot do is answered by itself, once, and troubles nobody', () => {
    const { desk, link, answers, cues } = aDesk({ can: (kind) => kind !== 'torchOn' });
    link.notify('assist.open', { asks: [ask(1, 'torchOn')] });
    link.notify('assist.open', { asks: [ask(1, 'torchOn'), ask(2, 'callBack')] });
    expect(desk.state.getState().asks).toEqual([ask(2, 'callBack')]);
    expect([answers(), cues()]).toEqual([[[idOf(1), false, 'unsupported']], 1]);
  });

  it('that fails is said to have failed', async () => {
    const { desk, link, answers } = aDesk({ perform: () => Promise.reject(new Error('no')) });
    link.notify('assist.open', { asks: [ask(1, 'switchCamera')] });
    await desk.accept(ask(1, 'switchCamera'));
    expect(answers()).toEqual([[idOf(1), false, 'failed']]);
  });

  it('gives its cue once for each ask, and goes with the link', () => {
    const { desk, link, detach, cues } = aDesk();
    link.notify('assist.open', { asks: [ask(1, 'callBack')] });
    link.notify('assist.open', { asks: [ask(1, 'callBack')] });
    expect(cues()).toBe(1);
    detach();
    expect(desk.state.getState().asks).toEqual([]);
  });
});
