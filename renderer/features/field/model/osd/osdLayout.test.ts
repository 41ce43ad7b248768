import { describe, expect, it } from 'vitest';
import { clearOfClock, osdLayout, osdTime, OSD_TIME_CHARACTERS } from './osdLayout.ts';

const text = { name: '思明执行一组·记录仪01', team: '执行一组', place: '厦门市思明区人民法院' };

describe('on-screen display', () => {
  it.each([
    { width: 1280, height: 720 },
    { width: 640, height: 360 },
    { width: 320, height: 180 },
    { width: 360, height: 640 },
  ])('keeps all lines apart, inside and clear of the clock at $width × $height', (frame) => {
    const { lines, time } = osdLayout(frame, text);
    const boxes = [...lines, time].map((line) => ({ y: line.y, height: line.sizePx * 1.2 }));
    for (const [index, box] of boxes.entries()) {
      expect(clearOfClock(frame, box)).toBe(true);
      expect(box.y).toBeGreaterThanOrEqual(index === 0 ? 0 : boxes[index - 1]!.y + boxes[index - 1]!.height);
    }
    for (const line of lines) {
      expect(line.text.length * line.sizePx * 0.6 + line.x).toBeLessThan(frame.width);
    }
  });

  it('cuts what does not fit and says so', () => {
    const { lines } = osdLayout({ width: 320, height: 180 }, { ...text, name: '福建省厦门市思明区人民法院执行局执行实施一组单兵记录仪零一号' });
    expect(lines[0]?.text.endsWith('…')).toBe(true);
  });

  it('drops the second line when there is nothing to say', () => {
    expect(osdLayout({ width: 640, height: 360 }, { name: '甲', team: '', place: '' }).lines).toHaveLength(1);
  });

  it('writes Beijing time with the characters it announces', () => {
    const written = osdTime(Date.UTC(2026, 10, 22, 20, 5, 9));
    expect(written).toBe('2026-11-23 04:05:09');
    expect(Array.from(written).every((character) => OSD_TIME_CHARACTERS.includes(character))).toBe(true);
  });
});
