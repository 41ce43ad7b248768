import { AppError } from '#protocol/errors.ts';
import type { HallProbe, ServerAddress } from '#protocol/ipc/calls.ts';
import { askHall, WrongCertificateError } from './askHall.ts';

/** What is at this address. */
export async function probeHall(server: ServerAddress): Promise<HallProbe> {
  try {
    const { hallName } = await askHall(server, 'session.welcome', {});
    return { outcome: 'reached', hallName };
  } catch (error) {
    if (error instanceof WrongCertificateError) return { outcome: 'wrongCertificate' };
    const away = error instanceof AppError && ['disconnected', 'timedOut', 'closing'].includes(error.code);
    return { outcome: away ? 'away' : 'notAHall' };
  }
}
