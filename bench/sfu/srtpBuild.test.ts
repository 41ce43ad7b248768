import { describe, expect, it } from 'vitest';
import { describeSrtp, srtpBuildOf } from './srtpBuild.ts';

describe('the libsrtp in a program', () => {
  it('is told by the words it leaves in it, and by those alone', () => {
    expect(describeSrtp('\0libsrtp2 2.5.0\0AES-128 GCM using openssl\0')).toBe('libsrtp 2.5.0, ciphers of openssl');
    expect(describeSrtp('\0libsrtp2 2.5.0\0AES-256 GCM using NSS\0')).toBe('libsrtp 2.5.0, ciphers of NSS');
    expect(describeSrtp('nothing')).toBe('libsrtp of unknown version, ciphers unknown');
  });

  it('is unknown where there is no such file', () => {
    expect(srtpBuildOf('/nowhere/libsrtp.so')).toContain('/nowhere/libsrtp.so');
  });
});
