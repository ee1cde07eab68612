import { failureIn, useRead } from '../../query.ts';
import { hashOf } from '../../router.ts';
import { Problem, Waiting } from '../../ui/states.tsx';
import { PolicyForm } from './policy-form.tsx';

/** How long a window waits for its person, and what wrong passwords cost. */
export function PolicyPage() {
  const policy = useRead('policy.get', {});
  return (
    <div className="page">
      <header>
        <h1>Sign-in rules</h1>
        <span className="grow" />
        <a className="btn" href={hashOf({ at: 'users' })}>
          Users
        </a>
      </header>
      {policy.error ? (
        <Problem failure={failureIn(policy)} />
      ) : !policy.data ? (
        <Waiting what="the sign-in rules" />
      ) : (
        <PolicyForm key={policy.data.version} known={policy.data} />
      )}
    </div>
  );
}
