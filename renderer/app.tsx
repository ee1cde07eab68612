import { useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { failureIn, useRead } from './query.ts';
import { placeOf, useHash, type Place } from './router.ts';
import { useLocked } from './left-here.ts';
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
import { Boundary } from './ui/boundary.tsx';
import { Problem, Waiting } from './ui/states.tsx';

/** Fetched when the room is first entered: the first screen does not wait for them. */
const CalculatorsPage = lazy(async () => ({
  default: (await import('./features/calculators/calculators-page.tsx')).CalculatorsPage,
}));
const OrderPage = lazy(async () => ({
  default: (await import('./features/orders/order-page.tsx')).OrderPage,
}));
const NewOrder = lazy(async () => ({ default: (await import('./features/orders/new-order.tsx')).NewOrder }));
const MergePage = lazy(async () => ({
  default: (await import('./features/patients/merge-page.tsx')).MergePage,
}));
const Users = lazy(async () => ({ default: (await import('./features/users/users.tsx')).Users }));
const FormularyPage = lazy(async () => ({
  default: (await import('./features/formulary/formulary-page.tsx')).FormularyPage,
}));
const ProtocolsPage = lazy(async () => ({
  default: (await import('./features/formulary/protocols-page.tsx')).ProtocolsPage,
}));
const LibraryPage = lazy(async () => ({
  default: (await import('./features/formulary/library-page.tsx')).LibraryPage,
}));
const DrugPage = lazy(async () => ({
  default: (await import('./features/formulary/drug-page.tsx')).DrugPage,
}));
const ProductsPage = lazy(async () => ({
  default: (await import('./features/products/products-page.tsx')).ProductsPage,
}));
const ProductPage = lazy(async () => ({
  default: (await import('./features/products/product-page.tsx')).ProductPage,
}));
const SitePage = lazy(async () => ({ default: (await import('./features/site/site-page.tsx')).SitePage }));
const LogPage = lazy(async () => ({ default: (await import('./features/log/log-page.tsx')).LogPage }));
const PolicyPage = lazy(async () => ({
  default: (await import('./features/users/policy-page.tsx')).PolicyPage,
}));
const StationsPage = lazy(async () => ({
  default: (await import('./features/users/stations-page.tsx')).StationsPage,
}));
const AccountPage = lazy(async () => ({
  default: (await import('./features/account/account-page.tsx')).AccountPage,
}));
const ExportsPage = lazy(async () => ({
  default: (await import('./features/log/exports-page.tsx')).ExportsPage,
}));
const BackupsPage = lazy(async () => ({
  default: (await import('./features/backups/backups-page.tsx')).BackupsPage,
}));
const Damaged = lazy(async () => ({ default: (await import('./features/backups/damaged.tsx')).Damaged }));

const EnrolFactor = lazy(async () => ({
  default: (await import('./features/start/enrol-factor.tsx')).EnrolFactor,
}));
const DoubleCheckPage = lazy(async () => ({
  default: (await import('./features/double-check/double-check-page.tsx')).DoubleCheckPage,
}));
const SignalsPage = lazy(async () => ({
  default: (await import('./features/signals/signals-page.tsx')).SignalsPage,
}));
const PrintingPage = lazy(async () => ({
  default: (await import('./features/printing/printing-page.tsx')).PrintingPage,
}));
const PrintersPage = lazy(async () => ({
  default: (await import('./features/printing/printers-page.tsx')).PrintersPage,
}));
const BatchPage = lazy(async () => ({
  default: (await import('./features/printing/batch-page.tsx')).BatchPage,
}));

/** Whoever sits here: a new pharmacy, somebody to sign in, or a user at work. */
export function App() {
  const status = useRead('system.status', {});
  const me = useRead('session.me', {}, { refetchInterval: 60_000, refetchIntervalInBackground: true });
  const hash = useHash();
  const { locked, triesLeft } = useLocked(me.data?.locked === true);
  const client = useQueryClient();
  const [isBeginning, setBeginning] = useState(false);
  // Of whom: they are set up, and still have to put away what is shown once.
  const [showsCodes, setShowsCodes] = useState<string | null>(null);
  // A host that is silent for a moment takes nothing off the screen.
  if ((status.error && !status.data) || (me.error && me.data === undefined))
    return (
      <div className="pad">
        <Problem failure={failureIn(status) ?? failureIn(me)} />
      </div>
    );
  if (!status.data || me.data === undefined) return <Waiting what="the pharmacy" />;
  if (status.data.damaged && me.data === null)
    return (
      <Suspense fallback={<Waiting what="what is left" />}>
        <Damaged damage={status.data.damaged} />
      </Suspense>
    );
  if (status.data.firstRun || isBeginning)
    return <FirstRun onMade={() => setBeginning(true)} onEnd={() => setBeginning(false)} />;
  if (me.data === null) return <SignIn status={status.data} />;
  if (me.data.mustChangePassword) return <ChangePassword seat={me.data} />;
  if (me.data.mustEnrol || me.data.id === showsCodes)
    return (
      <Suspense fallback={<Waiting what="the screen" />}>
        <div className="behind" inert={locked} hidden={locked}>
          <EnrolFactor seat={me.data} onMade={setShowsCodes} onEnd={() => setShowsCodes(null)} />
        </div>
        {locked && <Unlock seat={me.data} triesLeft={triesLeft} />}
      </Suspense>
    );
  return (
    <SessionContext value={{ user: me.data, status: status.data }}>
      {/* Out of reach while it is locked, and still there: nothing that was typed is lost. */}
      <div className="behind" inert={locked} hidden={locked}>
        <Shell place={placeOf(hash)}>
          <Boundary
            room={placeOf(hash).at}
            onAgain={() => client.removeQueries({ predicate: (query) => query.getObserversCount() === 0 })}
          >
            <Suspense fallback={<Waiting what="the screen" />}>
              <Room place={placeOf(hash)} />
            </Suspense>
          </Boundary>
        </Shell>
      </div>
      {locked && <Unlock seat={me.data} triesLeft={triesLeft} />}
    </SessionContext>
  );
}

function Room({ place }: { place: Place }) {
  switch (place.at) {
    case 'work':
      return <Worklist key={place.state ?? ''} state={place.state} />;
    case 'order':
      return <OrderPage key={place.id} id={place.id} />;
    case 'new-order':
      return (
        <NewOrder
          key={`${place.patientId ?? ''} ${place.protocol ?? ''} ${place.last ?? ''}`}
          patientId={place.patientId}
          protocol={place.protocol}
          last={place.last}
        />
      );
    case 'patients':
      return <PatientList />;
    case 'patient':
      return <PatientPage key={place.id ?? 'new'} id={place.id} />;
    case 'merge':
      return <MergePage key={`${place.one} ${place.other ?? ''}`} one={place.one} other={place.other} />;
    case 'prescribers':
      return <Prescribers />;
    case 'users':
      return <Users />;
    case 'policy':
      return <PolicyPage />;
    case 'stations':
      return <StationsPage />;
    case 'account':
      return <AccountPage />;
    case 'formulary':
      return <FormularyPage />;
    case 'protocols':
      return <ProtocolsPage />;
    case 'library':
      return <LibraryPage collection={place.collection} />;
    case 'drug':
      return <DrugPage key={place.id} id={place.id} />;
    case 'products':
      return <ProductsPage />;
    case 'product':
      return <ProductPage key={place.id} code={place.id} />;
    case 'calculators':
      return <CalculatorsPage id={place.id} />;
    case 'double-check':
      return <DoubleCheckPage key={place.id ?? ''} id={place.id} />;
    case 'signals':
      return <SignalsPage />;
    case 'printing':
      return <PrintingPage />;
    case 'printers':
      return <PrintersPage />;
    case 'batch':
      return <BatchPage />;
    case 'site':
      return <SitePage />;
    case 'log':
      return <LogPage />;
    case 'exports':
      return <ExportsPage />;
    case 'backups':
      return <BackupsPage />;
  }
}
