import { describe, expect, it } from 'vitest';
import { clearOfClock, osdLayout, osdTime, osdTimeAdvancePx, OSD_TIME_CHARACTERS, type OsdLine } from './osdLayout.ts';

const text = { name: '思明执行一组·记录仪01', court: '厦门市思明区人民法院', place: '118.0908°E 24.4693°N' };

/** Chinese letters are as wide as high, others narrower. */
function widthOf({ text: letters, sizePx }: OsdLine): number {
  return Array.from(letters).reduce((width, letter) => width + (letter.codePointAt(0)! > 0xff ? sizePx : sizePx * 0.6), 0);
}

describe('on-screen display', () => {
  it.each([
    { width: 1280, height: 720 },
    { width: 640, height: 360 },
    { width: 320, height: 180 },
    { width: 360, height: 640 },
  ])('keeps all lines apart, inside, low and clear of the clock at $width × $height', (frame) => {
    const { lines, time } = osdLayout(frame, text);
    expect(lines.map((line) => line.text)).toEqual([text.name, expect.stringMatching(/^思明区法院/)]);
    const timeBox = { ...time, width: 19 * osdTimeAdvancePx(time.sizePx) };
    const boxes = [...lines.map((line) => ({ ...line, width: widthOf(line) })), timeBox];
    for (const [index, box] of boxes.entries()) {
      expect(clearOfClock(frame, { y: box.y, height: box.sizePx * 1.3 })).toBe(true);
      expect(box.y).toBeGreaterThan(frame.height * 0.68);
      expect(box.x + box.width).toBeLessThan(frame.width);
      for (const other of boxes.slice(index + 1)) {
        const apart = box.x + box.width <= other.x || other.x + other.width <= box.x || Math.abs(box.y - other.y) >= box.sizePx * 1.3;
        expect(apart).toBe(true);
      }
    }
  });

  it('cuts what does not fit and says so', () => {
    const { lines } = osdLayout({ width: 320, height: 180 }, { ...text, name: '福建省厦门市思明区人民法院执行局执行实施一组单兵记录仪零一号' });
    expect(lines[0]?.text.endsWith('…')).toBe(true);
  });

  it('leaves the place beside the time empty when there is nothing to say', () => {
    expect(osdLayout({ width: 640, height: 360 }, { name: '甲', court: '', place: '' }).lines).toHaveLength(1);
  });

  it('writes Beijing time with the characters it announces', () => {
    const written = osdTime(Date.UTC(2026, 10, 22, 20, 5, 9));
    expect(written).toBe('2026-11-23 04:05:09');
    expect(Array.from(written).every((character) => OSD_TIME_CHARACTERS.includes(character))).toBe(true);
  });
});
