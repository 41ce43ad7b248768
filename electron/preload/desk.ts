import { contextBridge, ipcRenderer } from 'electron';
import { DESK_CALLS } from './bridgeNames.ts';
import { buildBridge } from './buildBridge.ts';

contextBridge.exposeInMainWorld('bridge', buildBridge(ipcRenderer, DESK_CALLS));
