import type { DeviceId, UnitId } from '#protocol/nouns/ids.ts';
import type { EnrolmentCode } from '#protocol/nouns/devices.ts';
import { useCommand } from '../../../command/index.ts';

/** What a code belongs to. */
export type Enrolled = { readonly unitId: UnitId } | { readonly deviceId: DeviceId };

/** Asks for a new code of a unit or a device, whichever it is. */
export function useIssueCode(of: Enrolled) {
  const forUnit = useCommand('unit.issueCode');
  const forDevice = useCommand('device.issueCode');
  const issue = async (): Promise<EnrolmentCode | null> => (await ('unitId' in of ? forUnit.ask(of) : forDevice.ask(of)))?.enrolment ?? null;
  return { command: 'unitId' in of ? forUnit : forDevice, issue };
}
