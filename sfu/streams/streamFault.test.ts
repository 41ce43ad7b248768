import { describe, expect, it } from 'vitest';
import { faultOfProgram } from './streamFault.ts';

describe('what ffmpeg says when it fails', () => {
  it('is told without places in its memory, and by what it means', () => {
    const fault = faultOfProgram('[tcp @ 0x55b87916db80] Connection to tcp://192.0.2.1:554 failed: Connection refused\n[in#0/rtsp @ 0x5642bc216280] Error opening input', 'failed');
    expect(fault.fault).toBe('unreachable');
    expect(fault.message).toBe('Connection to tcp://192.0.2.1:554 failed: Connection refused\nError opening input');
    expect(faultOfProgram('[rtsp @ 0x1] method DESCRIBE failed: 401 Unauthorized', 'failed').fault).toBe('refusedLogin');
    expect(faultOfProgram('?', 'ended').fault).toBe('ended');
  });
});
