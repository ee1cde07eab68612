import { contextBridge, ipcRenderer } from 'electron';
import { CHANNEL } from '../bridge/channel.ts';
import type { Bridge } from '../bridge/contract.ts';

// All that a window gets: one function on one channel. `ipcRenderer` itself never crosses.
contextBridge.exposeInMainWorld('meniscus', {
  call: (name, input) => ipcRenderer.invoke(CHANNEL, name, input),
} satisfies Bridge);
