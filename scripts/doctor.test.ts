import { expect, it } from 'vitest';
import { report } from './doctor.mjs';

it('aligns what is there, and ends with how to mend what is not', () => {
  const text = report([
    { name: 'node', state: 'found', version: '24.0.0', from: 'npm' },
    { name: 'mediasoup worker', state: 'missing', why: 'not built', mend: 'Run: npm run setup.' },
  ]);
  expect(text.split('\n')).toEqual([
    '         part              version  from',
    'ok       node              24.0.0   npm',
    'MISSING  mediasoup worker  -        not built',
    '',
    'To mend:',
    '  mediasoup worker: Run: npm run setup.',
    '',
  ]);
});
