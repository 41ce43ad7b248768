import '../../platform/zodJitless.ts';
import { createRoot } from 'react-dom/client';
import { HallRoot, openHall } from '../../features/hall/index.ts';
import { FirstStart } from '../../features/settings/index.ts';
import { createHost } from '../../platform/createHost.ts';
import { ConsoleApp } from './ConsoleApp.tsx';

const root = document.getElementById('root');
if (root === null) {
  throw new Error('the page has no #root');
}
createRoot(root).render(
  <HallRoot host={createHost({ purpose: 'desk' })} open={openHall} unconfigured={(host, context) => <FirstStart host={host} context={context} />}>
    <ConsoleApp />
  </HallRoot>,
);
