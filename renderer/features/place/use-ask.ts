import { useState } from 'react';
import type { PlaceAsked, PlaceView } from '../../../bridge/place.ts';
import { failureOf, type CallFailure } from '../../api.ts';
import { askPlace } from '../../place.ts';

/** One question about the place at a time, and what it was refused for. */
export function useAsk() {
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<CallFailure | null>(null);
  const ask = async (asked: PlaceAsked): Promise<PlaceView | null> => {
    setBusy(true);
    setFailure(null);
    try {
      return await askPlace(asked);
    } catch (error) {
      setFailure(failureOf(error));
      return null;
    } finally {
      setBusy(false);
    }
  };
  /** What another place showed stays nowhere in this window. */
  const go = (asked: PlaceAsked) => ask(asked).then((view) => view && location.reload());
  return { ask, go, isBusy, failure };
}
