import '../../platform/zodJitless.ts';
import { createRoot } from 'react-dom/client';
import { HallRoot, openHall } from '../../features/hall/index.ts';
import { createHost } from '../../platform/createHost.ts';
import { UnconfiguredWall } from './UnconfiguredWall.tsx';
import { WallApp } from './WallApp.tsx';

const root = document.getElementById('root');
if (root === null) {
  throw new Error('the page has no #root');
}
createRoot(root).render(
  <HallRoot host={createHost({ purpose: 'wall' })} open={openHall} closed={(host, context) => <UnconfiguredWall host={host} context={context} />}>
    <WallApp />
  </HallRoot>,
);
