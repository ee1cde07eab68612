import { useSession } from '../../session.ts';
import { PasswordForm } from '../../ui/password-form.tsx';
import { say } from '../../ui/say.ts';
import { FactorPanel } from './factor-panel.tsx';
import { PinForm } from './pin-form.tsx';

/** What a person changes of their own account. Name, licence and role are a supervisor's to change. */
export function AccountPage() {
  const { user } = useSession();
  return (
    <div className="page">
      <header>
        <h1>My account</h1>
        <span className="note">
          {user.name}, {user.credentials} · {user.username} · {user.role}
          {user.licence !== null && ` · licence ${user.licence}`}
        </span>
      </header>
      <div className="two-forms">
        <section className="panel pad stack" aria-label="Password of the account">
          <h2 className="cap">Password</h2>
          <p className="note">It signs. Whoever knew the old one is signed out at every other window.</p>
          <PasswordForm
            oldLabel="Password now"
            first={false}
            onDone={() => say('The password is changed.')}
          />
        </section>
        <PinForm />
        <FactorPanel />
      </div>
    </div>
  );
}
