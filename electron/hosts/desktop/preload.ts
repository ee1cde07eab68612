import { contextBridge, ipcRenderer } from 'electron';
import { CHANNEL, PRINT_CHANNEL } from '../../../bridge/channel.ts';
import type { Bridge } from '../../../bridge/contract.ts';

// All that a window gets: commands, and the print dialog for what it shows. `ipcRenderer` itself never crosses.
contextBridge.exposeInMainWorld('meniscus', {
  call: (name, input, once) => ipcRenderer.invoke(CHANNEL, name, input, once),
  print: (page) => ipcRenderer.invoke(PRINT_CHANNEL, page),
} satisfies Bridge);
