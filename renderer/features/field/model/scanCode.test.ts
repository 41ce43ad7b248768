import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { codeInLink, createDetector, lookForCodes } from './scanCode.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('scanning the enrolment code in the page', () => {
  it('reads the code of this hall alone', () => {
    const hall = 'https://hall.court:8443';
    expect(codeInLink(`${hall}/field/#code=4F7K-29QX`, hall)).toBe('4F7K-29QX');
    for (const other of ['https://elsewhere.example/field/#code=4F7K-29QX', `${hall}/field/`, '4F7K-29QX', 'WIFI:S:x;;']) {
      expect(codeInLink(other, hall)).toBeNull();
    }
  });

  it('is offered only where the browser reads QR codes, and goes on after a picture that cannot be read', async () => {
    expect(createDetector({})).toBeNull();
    let looks = 0;
    const detector = createDetector({
      BarcodeDetector: class {
        async detect() {
          looks += 1;
          if (looks === 1) throw new DOMException('no frame', 'InvalidStateError');
          return [{ rawValue: 'read' }];
        }
      },
    });
    const read: string[] = [];
    const stop = lookForCodes({ detector: detector!, video: {} as HTMLVideoElement, onRead: (text) => read.push(text) });
    await vi.advanceTimersByTimeAsync(500);
    expect(read).toEqual(['read']);
    stop();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(looks).toBe(2);
  });
});
