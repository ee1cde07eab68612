import { caddSolis } from './cadd-solis.ts';
import type { PumpModel } from './pump.ts';

/** Every pump model that an order can name. A new model is one file beside this one and a line here. */
export const pumpModels: readonly PumpModel[] = [caddSolis];

export const pumpModel = (id: string): PumpModel | undefined => pumpModels.find((p) => p.id === id);
