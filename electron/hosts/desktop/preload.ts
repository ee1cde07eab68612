import { contextBridge, ipcRenderer } from 'electron';
import { ALIVE_CHANNEL, CHANNEL, PLACE_CHANNEL, PRINT_CHANNEL } from '../../../bridge/channel.ts';
import type { Bridge } from '../../../bridge/window.ts';

// All that a window gets: commands, where they go, and the print dialog for what it shows. `ipcRenderer` itself never crosses.
contextBridge.exposeInMainWorld('meniscus', {
  call: (name, input, once) => ipcRenderer.invoke(CHANNEL, name, input, once),
  print: (page) => ipcRenderer.invoke(PRINT_CHANNEL, page),
  alive: () => ipcRenderer.invoke(ALIVE_CHANNEL),
  place: (asked) => ipcRenderer.invoke(PLACE_CHANNEL, asked),
} satisfies Bridge);
