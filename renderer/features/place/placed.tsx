import { lazy, Suspense, useCallback, useEffect, useState, type ReactNode } from 'react';
import type { PlaceView } from '../../../bridge/place.ts';
import { failureOf, type CallFailure } from '../../api.ts';
import { askPlace, PlaceContext, useIsChanging } from '../../place.ts';
import { Problem, Waiting } from '../../ui/states.tsx';

const PlacePage = lazy(async () => ({ default: (await import('./place-page.tsx')).PlacePage }));

/** House rule: how often a site that could not be reached is tried again by itself. */
const AGAIN_MS = 5_000;

/** What stands behind it works somewhere: in a browser at its address, in the desktop window where this computer was told to. */
export function Placed({ children }: { children: ReactNode }) {
  return window.meniscus === undefined ? children : <OfDesktop>{children}</OfDesktop>;
}

function OfDesktop({ children }: { children: ReactNode }) {
  const [view, setView] = useState<PlaceView | null>(null);
  const [failure, setFailure] = useState<CallFailure | null>(null);
  const isChanging = useIsChanging();
  const look = useCallback(
    () =>
      void askPlace({ ask: 'look' }).then(
        (seen) => {
          setView(seen);
          setFailure(null);
        },
        (error: unknown) => setFailure(failureOf(error)),
      ),
    [],
  );
  useEffect(look, [look]);
  const isUnreached = view?.trouble?.code === 'site-unreachable';
  useEffect(() => {
    if (!isUnreached || isChanging) return undefined;
    const timer = setInterval(look, AGAIN_MS);
    return () => clearInterval(timer);
  }, [isUnreached, isChanging, look]);

  if (view === null)
    return failure === null ? <Waiting what="where this computer works" /> : <Problem failure={failure} />;
  if (view.at !== 'nowhere' && view.trouble === null && !isChanging)
    return <PlaceContext value={view}>{children}</PlaceContext>;
  return (
    <Suspense fallback={<Waiting what="the screen" />}>
      <PlacePage view={view} isChanging={isChanging} onLook={look} />
    </Suspense>
  );
}
