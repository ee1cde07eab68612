import { lazy, Suspense } from 'react';
import { failureIn, useRead } from './query.ts';
import { placeOf, useHash, type Place } from './router.ts';
import { SessionContext } from './session.ts';
import { FirstRun } from './features/start/first-run.tsx';
import { ChangePassword } from './features/start/change-password.tsx';
import { Unlock } from './features/start/unlock.tsx';
import { SignIn } from './features/start/sign-in.tsx';
import { Shell } from './features/shell/shell.tsx';
import { Worklist } from './features/worklist/worklist.tsx';
import { PatientList } from './features/patients/patient-list.tsx';
import { PatientPage } from './features/patients/patient-page.tsx';
import { Prescribers } from './features/prescribers/prescribers.tsx';
import { Users } from './features/users/users.tsx';
import { FormularyPage } from './features/formulary/formulary-page.tsx';
import { SitePage } from './features/site/site-page.tsx';
import { LogPage } from './features/log/log-page.tsx';
import { NewOrder } from './features/orders/new-order.tsx';
import { OrderPage } from './features/orders/order-page.tsx';
import { Problem, Waiting } from './ui/states.tsx';

/** Fetched when the room is first entered: the first screen does not wait for it. */
const CalculatorsPage = lazy(async () => ({
  default: (await import('./features/calculators/calculators-page.tsx')).CalculatorsPage,
}));

/** Whoever sits here: a new pharmacy, somebody to sign in, or a user at work. */
export function App() {
  const status = useRead('system.status', {});
  const me = useRead('session.me', {}, { refetchInterval: 60_000 });
  const hash = useHash();
  // A host that is silent for a moment takes nothing off the screen.
  if ((status.error && !status.data) || (me.error && me.data === undefined))
    return (
      <div className="pad">
        <Problem failure={failureIn(status) ?? failureIn(me)} />
      </div>
    );
  if (!status.data || me.data === undefined) return <Waiting what="the pharmacy" />;
  if (status.data.firstRun) return <FirstRun />;
  if (me.data === null) return <SignIn status={status.data} />;
  if (me.data.mustChangePassword) return <ChangePassword seat={me.data} />;
  return (
    <SessionContext value={{ user: me.data, status: status.data }}>
      {/* Out of reach while it is locked, and still there: nothing that was typed is lost. */}
      <div className="behind" inert={me.data.locked} hidden={me.data.locked}>
        <Shell place={placeOf(hash)}>
          <Room place={placeOf(hash)} />
        </Shell>
      </div>
      {me.data.locked && <Unlock seat={me.data} />}
    </SessionContext>
  );
}

function Room({ place }: { place: Place }) {
  switch (place.at) {
    case 'work':
      return <Worklist state={place.state} />;
    case 'order':
      return <OrderPage key={place.id} id={place.id} />;
    case 'new-order':
      return <NewOrder key={place.patientId ?? ''} patientId={place.patientId} />;
    case 'patients':
      return <PatientList />;
    case 'patient':
      return <PatientPage key={place.id ?? 'new'} id={place.id} />;
    case 'prescribers':
      return <Prescribers />;
    case 'users':
      return <Users />;
    case 'formulary':
      return <FormularyPage />;
    case 'calculators':
      return (
        <Suspense fallback={<Waiting what="the calculators" />}>
          <CalculatorsPage id={place.id} />
        </Suspense>
      );
    case 'site':
      return <SitePage />;
    case 'log':
      return <LogPage />;
  }
}
