import { useRead } from '../../query.ts';
import { Answer } from '../../ui/states.tsx';
import { Answers } from './answers.tsx';
import { SiteForm } from './site-form.tsx';

/** What the pharmacy says of itself on every label. Nothing is printed before it is entered. */
export function SitePage() {
  const site = useRead('site.get', {});
  return (
    <div className="page">
      <Answer of={site} what="the pharmacy">
        {(known) => <SiteForm key={known.ruleSet} known={known} />}
      </Answer>
      <Answers />
    </div>
  );
}
