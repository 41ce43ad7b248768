import { contextBridge, ipcRenderer } from 'electron';
import { WALL_CALLS } from './bridgeNames.ts';
import { buildBridge } from './buildBridge.ts';

contextBridge.exposeInMainWorld('bridge', buildBridge(ipcRenderer, WALL_CALLS));
