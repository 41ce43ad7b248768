import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maskName } from './maskName.ts';

const person = (name: string, minor = false) => maskName({ name, kind: 'person', minor });
const organisation = (name: string) => maskName({ name, kind: 'organisation', minor: false });

describe('the masked name of a person', () => {
  it.each([
    ['柯明', '柯某'],
    ['陈建国', '陈某某'],
    ['欧阳锋', '欧阳某'],
    ['欧阳建国', '欧阳某某'],
    // Two characters are a surname and a name, also where they look like a double surname.
    ['司马', '司某'],
    ['林', '某'],
    ['', '某'],
    [' 陈 建 国 ', '陈某某'],
    ['买买提·吐尔逊', '买某某'],
    ['John Smith', 'J某某'],
    ['𠮷田', '𠮷某'],
    ['王张李赵钱', '王某某'],
  ])('%s → %s', (name, masked) => expect(person(name)).toBe(masked));

  it('of a minor says nothing at all', () => {
    expect([person('陈小明', true), person('', true)]).toEqual(['某未成年人', '某未成年人']);
  });

  it('never tells any part of the given name', () => {
    const han = fc.integer({ min: 0x4e00, max: 0x9fa5 }).map((code) => String.fromCodePoint(code)).filter((letter) => letter !== '某');
    fc.assert(fc.property(fc.constantFrom('陈', '柯', '欧阳', '上官'), fc.uniqueArray(han, { minLength: 1, maxLength: 3 }), (surname, given) => {
      fc.pre(!given.some((letter) => surname.includes(letter)) && !(surname.length === 1 && given.length > 1 && person(surname + given.join('')).startsWith(surname + given[0])));
      const masked = person(surname + given.join(''));
      expect(given.some((letter) => masked.includes(letter))).toBe(false);
      expect(masked.startsWith(surname)).toBe(true);
    }));
  });
});

describe('the masked name of an organisation', () => {
  it.each([
    ['厦门鑫达贸易有限公司', '厦门某公司'],
    ['厦门市思明区鑫达餐饮店', '厦门某店'],
    ['福建省建瓯林场', '福建某林场'],
    ['鑫达（上海）投资合伙企业（有限合伙）', '某合伙企业'],
    ['安溪县龙门镇某某村村民委员会', '某村民委员会'],
    ['鑫达', '某单位'],
  ])('%s → %s', (name, masked) => expect(organisation(name)).toBe(masked));
});
