import { certificateHosts, readAuthorityFingerprint } from '../http/certificates.ts';
import { runWithHall } from './openOperator.ts';
import { ENROL_USAGE, runEnrolCommand } from '../operator/enrolCommand.ts';

/** Enrols units and machines in the running hall of this machine. */
await runWithHall(ENROL_USAGE, (args, link, { publicHosts, port, storageDir, courtCode }) => {
  const host = certificateHosts(publicHosts)[0] ?? 'localhost';
  const url = `https://${host.includes(':') ? `[${host}]` : host}:${port}`;
  return runEnrolCommand(args, { link, courtCode, url, caFingerprint: readAuthorityFingerprint(storageDir) ?? '' });
});
