import { useRead } from '../../query.ts';
import { hashOf } from '../../router.ts';
import { Answer } from '../../ui/states.tsx';
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
      <Answer of={policy} what="the sign-in rules">
        {(known) => <PolicyForm key={known.version} known={known} />}
      </Answer>
    </div>
  );
}
