import '../../platform/zodJitless.ts';
import { createRoot } from 'react-dom/client';
import { HallRoot, openHall } from '../../features/hall/index.ts';
import { FirstStart } from '../../features/settings/index.ts';
import { createSignInMemory, SessionGate, SignInPage } from '../../features/signIn/index.ts';
import { createHost } from '../../platform/createHost.ts';
import type { Host, HostContext } from '../../platform/host.ts';
import { ConsoleApp } from './ConsoleApp.tsx';
import { pagesFor } from './pages.ts';

const root = document.getElementById('root');
if (root === null) {
  throw new Error('the page has no #root');
}
const memory = createSignInMemory();

function closed(host: Host, context: HostContext) {
  return context.server === null || host.person === null ? (
    <FirstStart host={host} context={context} />
  ) : (
    <SignInPage key={context.server.url} host={host} person={host.person} context={context} url={context.server.url} memory={memory} />
  );
}

createRoot(root).render(
  <HallRoot host={createHost({ purpose: 'desk' })} open={openHall} closed={closed}>
    <SessionGate memory={memory} offers={(capabilities) => pagesFor(capabilities).length > 0}>
      <ConsoleApp />
    </SessionGate>
  </HallRoot>,
);
