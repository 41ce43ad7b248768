import { runWithHall } from './openOperator.ts';
import { PEOPLE_USAGE, runPeopleCommand } from '../operator/peopleCommand.ts';

/** Manages accounts in the running hall of this machine: also for an administrator who is locked out. */
await runWithHall(PEOPLE_USAGE, runPeopleCommand);
