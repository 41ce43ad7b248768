/** The page of the network tests: sends as a unit, or receives as a desk, by the product's own sender and receiver. Called by name from the test. */
import '../../../renderer/platform/zodJitless.ts';
import { listen, openDesk } from './receiving.ts';
import { sendAs, sending, stopSending } from './sending.ts';

const calls = { sendAs, sending, stopSending, openDesk, listen };

/** Every call takes one argument at most, and gives plain data. */
export type NetworkCalls = typeof calls;

Object.assign(globalThis, { networkCalls: calls });
