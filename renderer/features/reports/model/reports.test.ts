import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { canonicalReport } from '#domain/reports/canonicalReport.ts';
import { AppError } from '#protocol/errors.ts';
import type { Report } from '#protocol/field/reports.ts';
import type { ReportId, UnitId } from '#protocol/nouns/ids.ts';
import { base64Of } from '../../../link/base64.ts';
import { FakeHallLink } from '../../../link/fakeHallLink.ts';
import { checkReport } from './checkReport.ts';
import { createReportList } from './createReportList.ts';

const hashOf = (data: string | Uint8Array) => createHash('sha256').update(data).digest('hex');
const PHOTO = Uint8Array.from({ length: 500 }, (_, index) => index & 0xff);

function reportOf(sequence: number, more: Partial<Report> = {}): Report {
  const said = {
    chainId: '0190a0b0-0000-7000-8000-000000000001', deviceSequence: sequence, previousHash: null, kind: 'photo' as const, text: '后门', takenAt: 1, clockOffsetMs: 0, position: null, operationId: null,
    picture: { pictureId: hashOf(PHOTO), mimeType: 'image/jpeg' as const, totalBytes: PHOTO.length },
  };
  const unitId = 'unit' as UnitId;
  return { ...said, reportId: `report ${sequence}` as ReportId, courtCode: '闽0203' as Report['courtCode'], unitId, hash: hashOf(canonicalReport(unitId, said)), chain: 'whole', missing: 0, filedUnder: null, receivedAt: 2, byName: '单兵07', sequence, ...more };
}

function hallWith(reports: () => readonly Report[]) {
  const link = new FakeHallLink();
  link.goOnline();
  link.answers['report.list'] = ({ before, limit }) => {
    const all = reports().filter(({ sequence }) => sequence < (before ?? Infinity)).toSorted((one, other) => other.sequence - one.sequence);
    return { reports: all.slice(0, limit), more: all.length > limit };
  };
  return link;
}

describe('the list of reports', () => {
  it('is paged back, and keeps what was paged to when something new comes', async () => {
    const all = Array.from({ length: 90 }, (_, index) => reportOf(index + 1));
    const list = createReportList({ link: hallWith(() => all), filter: { operationId: null, unitId: null } });
    await list.read();
    await list.readMore();
    expect(list.state.getState().reports.map(({ sequence }) => sequence)).toEqual(Array.from({ length: 80 }, (_, index) => 90 - index));
    all.push(reportOf(91));
    await list.read();
    const { reports, more } = list.state.getState();
    expect([reports.length, new Set(reports.map(({ sequence }) => sequence)).size, reports[0]?.sequence, more]).toEqual([81, 81, 91, true]);
  });

  it('begins anew when more came than fits between', async () => {
    const all = Array.from({ length: 50 }, (_, index) => reportOf(index + 1));
    const list = createReportList({ link: hallWith(() => all), filter: { operationId: null, unitId: null } });
    await list.read();
    for (let sequence = 51; sequence <= 200; sequence += 1) all.push(reportOf(sequence));
    await list.read();
    expect(list.state.getState().reports.map(({ sequence }) => sequence)).toEqual(Array.from({ length: 40 }, (_, index) => 200 - index));
  });

  it('says why it could not be read', async () => {
    const link = new FakeHallLink();
    link.goOnline();
    link.answers['report.list'] = () => {
      throw new AppError('logUnavailable');
    };
    const list = createReportList({ link, filter: { operationId: null, unitId: null } });
    await list.read();
    expect(list.state.getState()).toMatchObject({ phase: 'failed', problem: 'logUnavailable' });
  });
});

describe('checking a report', () => {
  const link = new FakeHallLink();
  link.goOnline();
  const give = (bytes: Uint8Array) => {
    link.answers['report.readPicture'] = () => ({ base64: base64Of(bytes), mimeType: 'image/jpeg', totalBytes: bytes.length });
  };

  it('finds what it says when nothing was changed, and tells a changed photo from changed words', async () => {
    give(PHOTO);
    expect(await checkReport(link, reportOf(1))).toBe('same');
    expect(await checkReport(link, { ...reportOf(1), text: '前门' })).toBe('otherWords');
    expect(await checkReport(link, { ...reportOf(1), takenAt: 2 })).toBe('otherWords');
    give(PHOTO.map((byte, index) => (index === 250 ? byte ^ 1 : byte)));
    expect(await checkReport(link, reportOf(1))).toBe('otherPicture');
  });
});
