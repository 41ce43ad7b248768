import { isRequestName } from '#protocol/contract.ts';
import { isEventName } from '#protocol/events.ts';
import type { Act } from '#protocol/scenario/acts.ts';
import type { Scenario } from '#protocol/scenario/scenario.ts';
import type { EntryPattern, When } from '#protocol/scenario/words.ts';
import { namesIn } from './names.ts';
import { spanMs } from './spans.ts';

/** What a file contradicts itself in, each in a sentence; empty: it can be played. Its shape was checked before. */
export function scenarioFaults(scenario: Scenario): string[] {
  const people = new Set(scenario.people.map(({ ref }) => ref));
  const units = new Set(scenario.units.map(({ ref }) => ref));
  const moments = new Set(Object.keys(scenario.moments));
  const expectations = new Set(scenario.expectations.map(({ id }) => id));
  const faults: string[] = [];
  const say = (where: string, fault: string) => void faults.push(`${where}：${fault}`);

  function twice(where: string, names: readonly string[]): void {
    names.filter((one, index) => names.indexOf(one) < index).forEach((one) => say(where, `${one} 重复`));
  }
  function name(where: string, text: string): void {
    const [head = '', ref] = text.split('.');
    const isKnown = head === 'unit' && ref !== undefined ? units.has(ref) : head === 'person' && ref !== undefined ? people.has(ref) : moments.has(head);
    if (!isKnown) {
      say(where, `没有 $${text}`);
    }
  }
  function pattern(where: string, { event, about, by, data }: EntryPattern): void {
    if (!isEventName(event)) {
      say(where, `没有 ${event} 这种记录`);
    }
    namesIn([about, by, data]).forEach((text) => name(where, text));
  }
  function time(where: string, { at, after, in: later, unless }: When): void {
    if ((at === undefined) === (after === undefined)) {
      say(where, 'at 与 after 须写且只写一个');
    }
    if (later !== undefined && after === undefined) {
      say(where, 'in 只能与 after 一起写');
    }
    for (const moment of [after, unless]) {
      if (moment !== undefined && !moments.has(moment) && !expectations.has(moment)) {
        say(where, `没有 ${moment} 这个时刻`);
      }
    }
  }
  function act(where: string, one: Act): void {
    if ('unit' in one && !units.has(one.unit)) {
      say(where, `没有 ${one.unit} 这个单位`);
    }
    const who = one.do === 'desk' ? one.person : 'by' in one ? one.by : undefined;
    if (who !== undefined && !people.has(who)) {
      say(where, `没有 ${who} 这个人`);
    }
    if (one.do === 'ask' && !isRequestName(one.request)) {
      say(where, `没有 ${one.request} 这种请求`);
    }
    const spoken = one.do === 'ask' ? one.input : one.do === 'step' ? one.operation : 'alarm' in one ? one.alarm : undefined;
    namesIn(spoken).forEach((text) => name(where, text));
  }

  twice('people', scenario.people.map(({ ref }) => ref));
  twice('units', scenario.units.map(({ ref }) => ref));
  twice('expectations', scenario.expectations.map(({ id }) => id));
  [...moments].filter((moment) => expectations.has(moment)).forEach((moment) => say('moments', `${moment} 与 expectations 重名`));
  Object.entries(scenario.moments).forEach(([key, one]) => pattern(`moments.${key}`, one));
  scenario.prelude.forEach((one, index) => act(`prelude[${index}]`, one));
  scenario.timeline.forEach(({ act: one, ...times }, index) => {
    time(`timeline[${index}]`, times);
    act(`timeline[${index}]`, one);
  });
  for (const { id, does, plays, follows = [], ...times } of scenario.expectations) {
    time(`expectations.${id}`, times);
    pattern(`expectations.${id}`, does);
    act(`expectations.${id}.plays`, plays.act);
    follows.filter((other) => !expectations.has(other)).forEach((other) => say(`expectations.${id}.follows`, `没有 ${other}`));
  }
  for (const { id, does, ...times } of scenario.checks) {
    time(`checks.${id}`, times);
    pattern(`checks.${id}`, does);
  }
  circle(scenario).forEach((id) => say(`expectations.${id}`, '绕成了圈'));
  scenario.figures.flatMap(({ operations }) => operations).filter((one) => !moments.has(one)).forEach((one) => say('figures', `没有 ${one} 这个时刻`));
  latestOf(scenario).filter((at) => spanMs(at) > spanMs(scenario.lasts)).forEach((at) => say('timeline', `${at} 在结束之后`));
  return faults;
}

function latestOf({ timeline, expectations }: Scenario): string[] {
  return [...timeline, ...expectations].flatMap(({ at }) => (at === undefined ? [] : [at]));
}

/** Expectations that hang on themselves, by `after` or by `follows`. */
function circle({ expectations }: Scenario): string[] {
  const before = new Map(expectations.map(({ id, after, follows = [] }) => [id, after === undefined ? follows : [after, ...follows]]));
  const reaches = (from: string, to: string, seen: Set<string>): boolean => (before.get(from) ?? []).some((next) => next === to || (!seen.has(next) && reaches(next, to, seen.add(next))));
  return expectations.map(({ id }) => id).filter((id) => reaches(id, id, new Set()));
}
