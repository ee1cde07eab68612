import { failureIn, useRead } from '../../query.ts';
import { Problem, Waiting } from '../../ui/states.tsx';
import { SiteForm } from './site-form.tsx';

/** What the pharmacy says of itself on every label. Nothing is printed before it is entered. */
export function SitePage() {
  const site = useRead('site.get', {});
  return (
    <div className="page">
      {site.error && !site.data ? (
        <Problem failure={failureIn(site)} />
      ) : !site.data ? (
        <Waiting what="the pharmacy" />
      ) : (
        <SiteForm key={site.data.ruleSet} known={site.data} />
      )}
    </div>
  );
}
